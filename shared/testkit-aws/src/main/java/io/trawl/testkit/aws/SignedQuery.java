package io.trawl.testkit.aws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A request that is signed in its query, checked as AWS checks it. Source: <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Create a signed AWS API
 * request</a>.
 *
 * @param host with the port, as it was signed
 * @param parameters of the query by name, as they are encoded
 */
record SignedQuery(String host, Map<String, String> parameters) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String SIGNATURE = "X-Amz-Signature";

    /** Of {@code host:port/?name=value&…}, the form of a token of RDS. */
    static SignedQuery parse(String token) {
        String[] parts = token.split("/\\?", 2);
        Map<String, String> parameters = new TreeMap<>();
        for (String parameter : parts.length < 2 ? new String[0] : parts[1].split("&")) {
            String[] pair = parameter.split("=", 2);
            parameters.put(pair[0], pair.length < 2 ? "" : pair[1]);
        }
        return new SignedQuery(parts[0], parameters);
    }

    /** A parameter's value; empty if it is not there. */
    String value(String name) {
        return URLDecoder.decode(parameters.getOrDefault(name, ""), StandardCharsets.UTF_8);
    }

    /** What is wrong with it now; empty if nothing is. */
    Optional<String> complaint(AwsKey key, String region, String service, Instant now) {
        String date = value("X-Amz-Date");
        if (date.isEmpty() || !value("X-Amz-Expires").matches("\\d+")) {
            return Optional.of("it has no date or no end");
        }
        Instant begin = Instant.from(TIME.parse(date));
        Duration validity = Duration.ofSeconds(Long.parseLong(value("X-Amz-Expires")));
        String scope = date.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        if (now.isBefore(begin.minusSeconds(300)) || !now.isBefore(begin.plus(validity))) {
            return Optional.of("it is valid from " + begin + " for " + validity.toSeconds() + " s, and it is " + now);
        }
        if (!value("X-Amz-Credential").equals(key.id() + "/" + scope)) {
            return Optional.of("the credential is " + value("X-Amz-Credential"));
        }
        if (!value("X-Amz-Security-Token").equals(key.sessionToken() == null ? "" : key.sessionToken())) {
            return Optional.of("the session token is another");
        }
        if (!value(SIGNATURE).equals(signature(key, date, scope))) {
            return Optional.of("the signature is wrong");
        }
        return Optional.empty();
    }

    private String signature(AwsKey key, String date, String scope) {
        String query = parameters.entrySet().stream()
                .filter(parameter -> !parameter.getKey().equals(SIGNATURE))
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&"));
        String request = String.join("\n", "GET", "/", query, "host:" + host, "", "host", sha256(""));
        String toSign = String.join("\n", "AWS4-HMAC-SHA256", date, scope, sha256(request));
        byte[] signing = ("AWS4" + key.secret()).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            signing = hmac(signing, part);
        }
        return HexFormat.of().formatHex(hmac(signing, toSign));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
