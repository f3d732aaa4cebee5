package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubernetes' quantities (apimachinery's api/resource/quantity.go), in a container's resources. */
final class Quantities {

    private static final Pattern QUANTITY =
            Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\\d+)?");

    private static final Map<String, BigDecimal> FACTORS = Map.ofEntries(
            Map.entry("n", new BigDecimal("1e-9")),
            Map.entry("u", new BigDecimal("1e-6")),
            Map.entry("m", new BigDecimal("1e-3")),
            Map.entry("k", new BigDecimal("1e3")),
            Map.entry("M", new BigDecimal("1e6")),
            Map.entry("G", new BigDecimal("1e9")),
            Map.entry("T", new BigDecimal("1e12")),
            Map.entry("P", new BigDecimal("1e15")),
            Map.entry("E", new BigDecimal("1e18")),
            Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
            Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
            Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
            Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
            Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
            Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

    private Quantities() {}

    /** Refuses what is no quantity, and a request above its limit. */
    static void check(String pod, JsonNode resources) {
        JsonNode limits = resources.path("limits");
        limits.forEach(Quantities::parse);
        resources.path("requests").properties().forEach(request -> {
            BigDecimal wanted = parse(request.getValue());
            JsonNode limit = limits.path(request.getKey());
            if (!limit.isMissingNode() && wanted.compareTo(parse(limit)) > 0) {
                throw new TemplateException(
                        "Pod \"" + pod + "\" is invalid: spec.containers[0].resources.requests: Invalid"
                                + " value: \"" + request.getValue().asText() + "\": must be less than or equal to "
                                + request.getKey() + " limit of " + limit.asText());
            }
        });
    }

    private static BigDecimal parse(JsonNode quantity) {
        Matcher matcher = QUANTITY.matcher(quantity.asText());
        if (!matcher.matches()) {
            throw new TemplateException("quantities must match the regular expression"
                    + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$': " + quantity);
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String suffix = matcher.group(2);
        if (suffix == null) {
            return number;
        }
        return FACTORS.containsKey(suffix)
                ? number.multiply(FACTORS.get(suffix))
                : number.multiply(new BigDecimal("1" + suffix));
    }
}
