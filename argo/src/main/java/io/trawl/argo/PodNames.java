package io.trawl.argo;

import static io.trawl.api.util.OneLine.quoted;

import java.util.regex.Pattern;

/** The rules of Kubernetes for names that a workflow gives. */
final class PodNames {

    private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
    /** RFC 1123, as Kubernetes understands it. */
    private static final Pattern DNS_LABEL = Pattern.compile(LABEL);

    /** Labels joined by dots. */
    static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";

    private static final Pattern DNS_SUBDOMAIN = Pattern.compile("(?=.{1,253}$)" + SUBDOMAIN);
    /** The grammar of references of github.com/distribution/reference. */
    private static final Pattern IMAGE = Pattern.compile("([A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?/)?"
            + "[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*"
            + "(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@[a-z0-9]+:[0-9a-f]{32,128})?");

    private PodNames() {}

    /**
     * Checks what is not null.
     *
     * @throws IllegalArgumentException if one breaks its rule; the message starts with the key
     */
    static void check(String namespace, String serviceAccount, String image) {
        check("namespace", namespace, DNS_LABEL, "the name of a namespace: at most 63 of a-z, 0-9 and -");
        check(
                "serviceAccount",
                serviceAccount,
                DNS_SUBDOMAIN,
                "the name of a service account: at most 253 of a-z, 0-9, - and .");
        check("image", image, IMAGE, "an image, such as registry.example.com/trawl/worker-fn:1.0");
    }

    private static void check(String key, String value, Pattern rule, String what) {
        if (value != null && !rule.matcher(value).matches()) {
            throw new IllegalArgumentException(key + ": " + quoted(value) + " is not " + what);
        }
    }
}
