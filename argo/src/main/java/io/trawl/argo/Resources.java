package io.trawl.argo;

import static io.trawl.api.util.OneLine.quoted;
import static io.trawl.api.util.OneLine.shortened;

import io.fabric8.kubernetes.api.model.Quantity;
import io.trawl.config.Suggestion;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Quantities of what a pod needs, by the name of the resource. */
final class Resources {

    /** Of the resources that Kubernetes does not have itself. */
    private static final Pattern EXTENDED =
            Pattern.compile("(?=[^/]{1,253}/)" + PodNames.SUBDOMAIN + "/[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");

    /** As Kubernetes writes them (apimachinery, resource.Quantity); never negative here. */
    private static final Pattern QUANTITY = Pattern.compile(
            "\\+?([0-9]{1,18}\\.?[0-9]{0,18}|\\.[0-9]{1,18})([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?");

    private static final List<String> KNOWN = List.of("cpu", "memory", "ephemeral-storage");
    private static final String HUGE_PAGES = "hugepages-";

    private Resources() {}

    /**
     * What a file says.
     *
     * @param key where it says so
     * @param given null: nothing
     * @throws IllegalArgumentException if one is no resource, or its quantity is none; the message starts with the key
     */
    static Map<String, String> checked(String key, @Nullable Map<String, String> given) {
        Map<String, String> resources = new LinkedHashMap<>();
        if (given != null) {
            given.forEach((name, quantity) -> {
                String problem = problem(name, quantity);
                if (problem != null) {
                    throw new IllegalArgumentException(key + "." + shortened(name) + ": " + problem);
                }
                resources.put(name, quantity);
            });
        }
        return resources;
    }

    /** What is wrong; null: nothing. */
    private static @Nullable String problem(String name, String quantity) {
        boolean pages = name.startsWith(HUGE_PAGES);
        boolean known = KNOWN.contains(name) || (pages && isQuantity(name.substring(HUGE_PAGES.length())));
        if (!known && !EXTENDED.matcher(name).matches()) {
            String meant = Suggestion.among(KNOWN, name);
            return "is not a resource"
                    + (meant.isEmpty()
                            ? ": there are " + String.join(", ", KNOWN)
                                    + ", and those of a domain, such as example.com/gpu"
                            : meant);
        }
        if (quantity == null || quantity.isEmpty()) {
            return "is required";
        }
        if (!isQuantity(quantity)) {
            return quoted(quantity) + " is not a quantity, such as 250m, 2 or 256Mi";
        }
        if (!name.equals("cpu") && value(quantity).stripTrailingZeros().scale() > 0) {
            return quoted(quantity) + " is no whole number" + (quantity.endsWith("m") ? ": m is a thousandth" : "");
        }
        return null;
    }

    /** Whether a quantity that was checked is more than another. */
    static boolean isAbove(String quantity, String other) {
        return value(quantity).compareTo(value(other)) > 0;
    }

    private static boolean isQuantity(String text) {
        return QUANTITY.matcher(text).matches();
    }

    private static BigDecimal value(String quantity) {
        return Quantity.parse(quantity.replaceFirst("^\\+", "")).getNumericalAmount();
    }
}
