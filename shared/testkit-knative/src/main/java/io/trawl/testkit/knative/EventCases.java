package io.trawl.testkit.knative;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What every function answers, whatever its events are about: the table that was measured of Funqy, with Trawl's statuses in
 * place of its 500. An event that is understood is shown by its reason: it names a workflow that does not exist.
 */
public final class EventCases {

    /** What no answer names, as a sender can do nothing with it: a class with its package, or one of the JSON library. */
    public static final String JAVA_CLASS = "\\b[a-z]\\w*(\\.[a-z]\\w*)+\\.[A-Z]\\w*|Stream\\w+|Json[A-Z]\\w+";

    private static final String STRUCTURED = "application/cloudevents+json";
    /** What the function says of the workflow that does not exist. */
    private static final String UNDERSTOOD = "workflow: 'nobody' is unknown";

    private static final String MISSING = "the event cannot be understood";
    private static final String NO_JSON = "no JSON";
    private static final String UNIDENTIFIED = "id, source: missing";

    private final String type;
    private final String data;
    private final List<EventCase> cases = new ArrayList<>();

    private EventCases(String type, String data) {
        this.type = type;
        this.data = data;
    }

    /**
     * The cases of one function.
     *
     * @param type of an event that it takes
     * @param data of such an event, complete, of the workflow {@code nobody}
     */
    public static List<EventCase> of(String type, String data) {
        EventCases all = new EventCases(type, data);
        all.contentModes();
        all.attributes();
        all.contents();
        all.types();
        return List.copyOf(all.cases);
    }

    private void contentModes() {
        binary("it is understood", Map.of(), data, UNDERSTOOD);
        structured("it is understood", dataMember(), UNDERSTOOD);
        binary(
                "content type with a charset",
                Map.of("Content-Type", "application/json; charset=utf-8"),
                data,
                UNDERSTOOD);
        structured(STRUCTURED + "; charset=UTF-8", "content type with a charset", event(dataMember()), UNDERSTOOD);
        structured("application/cloudevents-batch+json", "batch", "[" + event(dataMember()) + "]", 406, "");
        binaryWithout("Content-Type", "no content type", MISSING);
        structured("application/xml", "wrong content type", event(dataMember()), 406, "");
        structured("application/json", "no event at all", data, "no CloudEvent");
        structured(STRUCTURED, "empty body", "", MISSING);
        structured(STRUCTURED, "null", "null", MISSING);
        structured(STRUCTURED, "a list", "[]", MISSING);
        structured(STRUCTURED, "no JSON", "{nonsense", NO_JSON);
        structured(STRUCTURED, "10 MiB", " ".repeat((10 << 20) + 1), 413, "");
    }

    private void attributes() {
        binary("unknown attributes", Map.of("Ce-Unknown", "1", "Ce-Partitionkey", "a b"), data, UNDERSTOOD);
        structured("unknown attributes", ",\"unknown\":true,\"partitionkey\":7" + dataMember(), UNDERSTOOD);
        binary("percent-encoded values", Map.of("Ce-Subject", "%E2%82%AC%20%41", "Ce-Note", "%"), data, UNDERSTOOD);
        binary(
                "all attributes",
                Map.of("Ce-Time", "2026-11-22T14:15:00Z", "Ce-Subject", "s", "Ce-Dataschema", "urn:x"),
                data,
                UNDERSTOOD);
        binaryWithout("Ce-Specversion", "no specversion", "specversion: missing");
        structured(STRUCTURED, "no specversion", event(dataMember()).replace("\"specversion\":\"1.0\",", ""), MISSING);
        for (String version : List.of("2.0", "0.3")) {
            String unknown = "specversion: '" + version + "' is unknown";
            binary("specversion " + version, Map.of("Ce-Specversion", version), data, unknown);
            structured(STRUCTURED, "specversion " + version, event(dataMember()).replace("1.0", version), unknown);
        }
        binaryWithout("Ce-Id", "no id", "ce-id: missing");
        structured(STRUCTURED, "no id", event(dataMember()).replace("\"id\":\"1\",", ""), UNIDENTIFIED);
        binaryWithout("Ce-Source", "no source", UNIDENTIFIED);
        structured(STRUCTURED, "no source", event(dataMember()).replace("\"source\":\"/test\",", ""), UNIDENTIFIED);
        binaryWithout("Ce-Type", "no type", "type: missing");
        structured(STRUCTURED, "no type", "{\"specversion\":\"1.0\"}", "type");
    }

    private void contents() {
        binary("no body", Map.of(), "", MISSING);
        structured("no data", "", "data");
        binary("null", Map.of(), "null", "data");
        structured("null data", ",\"data\":null", "data");
        binary("no field", Map.of(), "{}", "data.workflow: missing");
        structured("no field", ",\"data\":{}", "data.workflow: missing");
        binary("a list", Map.of(), "[1]", NO_JSON);
        structured("a list", ",\"data\":[1]", NO_JSON);
        binary("wrong type of a field", Map.of(), "{\"workflow\":[1]}", NO_JSON);
        structured("wrong type of a field", ",\"data\":{\"workflow\":[1]}", NO_JSON);
        binary("unknown field", Map.of(), "{\"new\":[{}]," + data.substring(1), UNDERSTOOD);
        structured("unknown field", ",\"data\":{\"new\":[{}]," + data.substring(1), UNDERSTOOD);
        binary("no JSON", Map.of(), "{nonsense", NO_JSON);
        String encoded = Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
        structured("data_base64", ",\"data_base64\":\"" + encoded + "\"", MISSING);
        structured("wrong data_base64", ",\"data_base64\":\"?\"", MISSING);
        structured("wrong datacontenttype", ",\"datacontenttype\":\"text/plain\"" + dataMember(), MISSING);
        String traversal = data.replace("nobody", "../../etc/passwd");
        binary("path traversal", Map.of(), traversal, "is no workflow name");
        structured("path traversal", ",\"data\":" + traversal, "is no workflow name");
    }

    private void types() {
        String unknown = "type: 'io.trawl.unknown.v1' is unknown";
        binary("unknown type", Map.of("Ce-Type", "io.trawl.unknown.v1"), data, unknown);
        structured(STRUCTURED, "unknown type", event(dataMember()).replace(type, "io.trawl.unknown.v1"), unknown);
    }

    private String dataMember() {
        return ",\"data\":" + data;
    }

    /** In the structured mode. */
    private String event(String more) {
        return "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/test\",\"type\":\"" + type + "\"" + more + "}";
    }

    private void structured(String name, String more, String reason) {
        structured(STRUCTURED, name, event(more), reason);
    }

    private void structured(String contentType, String name, String body, String reason) {
        structured(contentType, name, body, 422, reason);
    }

    private void structured(String contentType, String name, String body, int status, String reason) {
        cases.add(new EventCase(
                "structured, " + name,
                Map.of("Content-Type", contentType),
                body.getBytes(StandardCharsets.UTF_8),
                status,
                reason));
    }

    private void binary(String name, Map<String, String> headers, String body, String reason) {
        Map<String, String> all = binaryHeaders();
        all.putAll(headers);
        cases.add(new EventCase("binary, " + name, all, body.getBytes(StandardCharsets.UTF_8), 422, reason));
    }

    private void binaryWithout(String header, String name, String reason) {
        Map<String, String> headers = binaryHeaders();
        headers.remove(header);
        cases.add(new EventCase("binary, " + name, headers, data.getBytes(StandardCharsets.UTF_8), 422, reason));
    }

    private Map<String, String> binaryHeaders() {
        return new HashMap<>(Map.of(
                "Ce-Specversion", "1.0",
                "Ce-Id", "1",
                "Ce-Source", "/test",
                "Ce-Type", type,
                "Content-Type", "application/json"));
    }
}
