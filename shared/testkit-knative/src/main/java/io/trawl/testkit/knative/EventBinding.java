package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * CloudEvents in HTTP messages: the CloudEvents HTTP protocol binding 1.0, read as strictly as Knative's ingress does.
 * Header values are not percent-decoded, since Knative does not do it.
 */
final class EventBinding {

    private static final String STRUCTURED = JsonFormat.CONTENT_TYPE;
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern MEDIA_TYPE = Pattern.compile(TOKEN + "(/" + TOKEN + ")?\\s*(;.*)?");

    private EventBinding() {}

    /** The first value of each header; names in any case. */
    static Map<String, String> headers(Map<String, List<String>> all) {
        Map<String, String> first = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.forEach((name, values) -> first.put(name, values.get(0)));
        return first;
    }

    /**
     * Whether a message means to be an event, right or wrong: a content type of CloudEvents, or a known {@code
     * ce-specversion} (sdk-go, protocol/http/message.go: ReadEncoding).
     */
    static boolean isEvent(Map<String, String> headers) {
        String type = mediaType(headers);
        String version = headers.get("ce-specversion");
        return type.equals(STRUCTURED)
                || type.equals(BATCH)
                || SpecVersion.V1.toString().equals(version)
                || SpecVersion.V03.toString().equals(version);
    }

    /** Reads an event in binary or structured mode and checks what sdk-go's Validate checks. */
    static CloudEvent read(Map<String, String> headers, byte[] body) throws InvalidEventException {
        if (mediaType(headers).equals(BATCH)) {
            throw new InvalidEventException("batches are not taken");
        }
        if (!isEvent(headers)) {
            throw new InvalidEventException("neither ce-specversion nor a content type of CloudEvents");
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            boolean attribute = header.getKey().toLowerCase(Locale.ROOT).startsWith("ce-");
            if (attribute && !header.getValue().chars().allMatch(c -> c >= ' ' && c <= '~')) {
                throw new InvalidEventException("header " + header.getKey()
                        + ": characters other than printable ASCII must be percent-encoded (HTTP binding, 3.1.3.2)");
            }
        }
        CloudEvent event;
        try {
            event = mediaType(headers).equals(STRUCTURED)
                    ? new JsonFormat().deserialize(body)
                    : HttpMessageFactory.createReader(headers, body).toEvent();
        } catch (RuntimeException e) { // of many types, null pointers among them
            throw new InvalidEventException(String.valueOf(e.getMessage()), e);
        }
        if (event == null) {
            throw new InvalidEventException("JSON null is no event");
        }
        require("id", event.getId());
        require("source", event.getSource().toString());
        require("type", event.getType());
        if (event.getSubject() != null) {
            require("subject", event.getSubject());
        }
        String dataType = event.getDataContentType();
        if (dataType != null && !MEDIA_TYPE.matcher(dataType).matches()) {
            throw new InvalidEventException("datacontenttype '" + dataType + "' is no media type (RFC 2046)");
        }
        return event;
    }

    /** A POST of an event in binary mode, the mode in which brokers deliver (binding.ToMessage of sdk-go). */
    static HttpRequest.Builder post(URI target, CloudEvent event) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target);
        HttpMessageFactory.createWriter(
                        (name, value) -> request.header(name, encoded(value)),
                        body -> request.POST(body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body)))
                .writeBinary(event);
        return request;
    }

    /** The event as structured JSON. */
    static byte[] json(CloudEvent event) {
        return new JsonFormat().serialize(event);
    }

    /** How large the event is on its way, in bytes: headers of attributes and body. */
    static long size(CloudEvent event) {
        long attributes = event.getAttributeNames().stream()
                .mapToLong(name -> name.length() + bytes(event.getAttribute(name)))
                .sum();
        long extensions = event.getExtensionNames().stream()
                .mapToLong(name -> name.length() + bytes(event.getExtension(name)))
                .sum();
        return attributes
                + extensions
                + (event.getData() == null ? 0 : event.getData().toBytes().length);
    }

    /** An attribute's or extension's value as text, or null if the event has none of that name. */
    static String value(CloudEvent event, String name) {
        Object value = event.getAttributeNames().contains(name) ? event.getAttribute(name) : event.getExtension(name);
        return value == null ? null : value.toString();
    }

    private static void require(String name, String value) throws InvalidEventException {
        if (value == null || value.isBlank()) {
            throw new InvalidEventException(name + " must not be empty");
        }
    }

    private static int bytes(Object value) {
        return value == null ? 0 : value.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static String mediaType(Map<String, String> headers) {
        String type = headers.getOrDefault("content-type", "");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    private static String encoded(String value) {
        StringBuilder encoded = new StringBuilder();
        value.codePoints().forEach(c -> {
            if (c >= ' ' && c <= '~') {
                encoded.append((char) c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append(String.format("%%%02X", b));
                }
            }
        });
        return encoded.toString();
    }
}
