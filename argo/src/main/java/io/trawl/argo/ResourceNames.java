package io.trawl.argo;

import io.trawl.api.util.Sha256;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes names and labels of Kubernetes from ours. What fits is left as it is; of what does not, the end is replaced by a
 * digest of all of it, so that no two become the same.
 */
final class ResourceNames {

    /** Of Workflows and labels: Argo puts a Workflow's name into a label of its pods. */
    static final int MAX = 63;

    private static final int DIGEST = 10;
    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");

    private ResourceNames() {}

    /** Whether a Workflow may have that name, dots left out. */
    static boolean isDnsLabel(String text) {
        return text.length() <= MAX && DNS_LABEL.matcher(text).matches();
    }

    /**
     * A part of a resource's name: small letters, digits and {@code -}.
     *
     * @param max how long it may be, more than a digest takes
     */
    static String dnsLabel(String text, int max) {
        return text.length() <= max && DNS_LABEL.matcher(text).matches()
                ? text
                : shortened(text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"), text, max);
    }

    /** The value of a label. */
    static String labelValue(String text) {
        return text.length() <= MAX && LABEL_VALUE.matcher(text).matches()
                ? text
                : shortened(text.replaceAll("[^A-Za-z0-9]+", "-"), text, MAX);
    }

    private static String shortened(String similar, String text, int max) {
        String begin = similar.replaceFirst("^-", "");
        begin = begin.substring(0, Math.min(begin.length(), max - DIGEST - 1)).replaceFirst("-+$", "");
        return begin.isEmpty() ? digest(text) : begin + "-" + digest(text);
    }

    private static String digest(String text) {
        return Sha256.hex(text, DIGEST / 2);
    }
}
