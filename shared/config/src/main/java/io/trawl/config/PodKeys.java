package io.trawl.config;

import static io.trawl.api.util.OneLine.quoted;

import io.trawl.api.workflow.Pods;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The keys of {@code distributedExecution} that are about pods. What Kubernetes would refuse is refused when the file is
 * read: it would say so only when the first pod is to start.
 */
record PodKeys(
        String namespace,
        String serviceAccount,
        String image,
        Map<String, String> resourceRequests,
        Map<String, String> resourceLimits) {

    private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
    /** RFC 1123, as Kubernetes understands it. */
    private static final Pattern DNS_LABEL = Pattern.compile(LABEL);

    private static final Pattern DNS_SUBDOMAIN = Pattern.compile("(?=.{1,253}$)" + LABEL + "(\\." + LABEL + ")*");
    /** The grammar of references of github.com/distribution/reference. */
    private static final Pattern IMAGE = Pattern.compile("([A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?/)?"
            + "[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*"
            + "(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@[a-z0-9]+:[0-9a-f]{32,128})?");
    /** Of the resources that Kubernetes does not have itself. */
    private static final Pattern EXTENDED = Pattern.compile(
            "(?=[^/]{1,253}/)" + LABEL + "(\\." + LABEL + ")*/[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");

    private static final List<String> RESOURCES = List.of("cpu", "memory", "ephemeral-storage");
    private static final String HUGE_PAGES = "hugepages-";

    /** Complains about the first key that says something, since there are no pods. */
    void refuse(ConfigPath place) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("namespace", namespace);
        all.put("serviceAccount", serviceAccount);
        all.put("image", image);
        all.put("resourceRequests", resourceRequests);
        all.put("resourceLimits", resourceLimits);
        all.forEach((key, value) -> {
            if (value != null) {
                throw place.key(key).wrong("is for orchestrator: argo");
            }
        });
    }

    Pods resolve(ConfigPath place) {
        check(place.key("namespace"), namespace, DNS_LABEL, "the name of a namespace: at most 63 of a-z, 0-9 and -");
        check(
                place.key("serviceAccount"),
                serviceAccount,
                DNS_SUBDOMAIN,
                "the name of a service account: at most 253 of a-z, 0-9, - and .");
        check(place.key("image"), image, IMAGE, "an image, such as registry.example.com/trawl/worker-fn:1.0");
        Map<String, String> limits = resources(place.key("resourceLimits"), resourceLimits);
        Map<String, String> requests = resources(place.key("resourceRequests"), resourceRequests);
        limits.forEach((name, limit) -> {
            String request = requests.get(name);
            if (request != null && value(request).compareTo(value(limit)) > 0) {
                throw place.key("resourceRequests")
                        .key(name)
                        .wrong(quoted(request) + " is above resourceLimits." + name + ", which is " + limit);
            }
        });
        Pods.DEFAULT_REQUESTS.forEach((name, request) -> {
            String limit = limits.get(name);
            boolean tooMuch = limit != null && value(request).compareTo(value(limit)) > 0;
            requests.putIfAbsent(name, tooMuch ? limit : request);
        });
        return new Pods(namespace, serviceAccount, image, requests, limits);
    }

    private static void check(ConfigPath place, String value, Pattern rule, String what) {
        if (value != null && !rule.matcher(value).matches()) {
            throw place.wrong(quoted(value) + " is not " + what);
        }
    }

    private static Map<String, String> resources(ConfigPath place, Map<String, String> given) {
        Map<String, String> resources = new LinkedHashMap<>();
        Objects.requireNonNullElse(given, Map.<String, String>of()).forEach((name, quantity) -> {
            checkResource(place.key(name), name, quantity);
            resources.put(name, quantity);
        });
        return resources;
    }

    private static void checkResource(ConfigPath place, String name, String quantity) {
        boolean pages = name.startsWith(HUGE_PAGES);
        boolean known = RESOURCES.contains(name) || (pages && isQuantity(name.substring(HUGE_PAGES.length())));
        if (!known && !EXTENDED.matcher(name).matches()) {
            String meant = Suggestion.among(RESOURCES, name);
            throw place.wrong("is not a resource"
                    + (meant.isEmpty()
                            ? ": there are " + String.join(", ", RESOURCES)
                                    + ", and those of a domain, such as example.com/gpu"
                            : meant));
        }
        if (!isQuantity(place.required(quantity))) {
            throw place.wrong(quoted(quantity) + " is not a quantity, such as 250m, 2 or 256Mi");
        }
        if (!name.equals("cpu") && value(quantity).stripTrailingZeros().scale() > 0) {
            throw place.wrong(
                    quoted(quantity) + " is no whole number" + (quantity.endsWith("m") ? ": m is a thousandth" : ""));
        }
    }

    private static boolean isQuantity(String text) {
        return Quantity.of(text).isPresent();
    }

    private static BigDecimal value(String quantity) {
        return Quantity.of(quantity).orElseThrow();
    }
}
