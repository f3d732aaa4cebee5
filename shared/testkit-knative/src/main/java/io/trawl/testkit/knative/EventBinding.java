package io.trawl.testkit.knative;

import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.http.HttpMessageFactory;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * CloudEvents in HTTP messages: the CloudEvents HTTP protocol binding 1.0 in binary mode, which Trawl uses, read as strictly as
 * Knative's ingress does. The other modes are refused. Header values are not percent-decoded, since Knative does not do it.
 */
final class EventBinding {

    private static final String OTHER_MODES = "application/cloudevents";
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern MEDIA_TYPE = Pattern.compile(TOKEN + "(/" + TOKEN + ")?\\s*(;.*)?");

    /** A message that should be a CloudEvent and is none. */
    static final class InvalidEventException extends Exception {

        private static final long serialVersionUID = 1;

        InvalidEventException(String message) {
            super(message);
        }
    }

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
        String version = headers.get("ce-specversion");
        return isOtherMode(headers)
                || SpecVersion.V1.toString().equals(version)
                || SpecVersion.V03.toString().equals(version);
    }

    private static boolean isOtherMode(Map<String, String> headers) {
        return headers.getOrDefault("content-type", "").toLowerCase(Locale.ROOT).startsWith(OTHER_MODES);
    }

    /** Reads an event and checks what sdk-go's Validate checks. */
    static CloudEvent read(Map<String, String> headers, byte[] body) throws InvalidEventException {
        if (isOtherMode(headers) || !isEvent(headers)) {
            throw new InvalidEventException("no ce-specversion, or a mode that the testkit does not know");
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
            event = HttpMessageFactory.createReader(headers, body).toEvent();
        } catch (RuntimeException e) { // of many types, null pointers among them
            throw new InvalidEventException(String.valueOf(e.getMessage()));
        }
        require("id", event.getId());
        require("source", event.getSource().toString());
        require("type", event.getType());
        String dataType = event.getDataContentType();
        if (dataType != null && !MEDIA_TYPE.matcher(dataType).matches()) {
            throw new InvalidEventException("datacontenttype '" + dataType + "' is no media type (RFC 2046)");
        }
        return event;
    }

    /** A POST of an event (binding.ToMessage of sdk-go). */
    static HttpRequest.Builder post(URI target, CloudEvent event) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target);
        HttpMessageFactory.createWriter(
                        request::header,
                        body -> request.POST(body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body)))
                .writeBinary(event);
        return request;
    }

    /** How large the event is on its way, in bytes: headers of attributes and body. */
    static long size(CloudEvent event) {
        long attributes = Stream.concat(
                        event.getAttributeNames().stream().map(name -> name + event.getAttribute(name)),
                        event.getExtensionNames().stream().map(name -> name + event.getExtension(name)))
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        return attributes + (event.getData() == null ? 0 : event.getData().toBytes().length);
    }

    private static void require(String name, String value) throws InvalidEventException {
        if (value == null || value.isBlank()) {
            throw new InvalidEventException(name + " must not be empty");
        }
    }
}
