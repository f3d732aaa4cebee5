package io.trawl.testkit.knative;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Events that nobody means well with, or that come much too late, from a seed. None of them begins a run or names a batch
 * that waits.
 */
public final class HostileEvents {

    private static final List<String> NO_NAMES = List.of(
            "../../etc/passwd",
            "..",
            ".",
            "/etc/passwd",
            "%2e%2e%2fetc%2fpasswd",
            "..\\windows",
            "a\u0000b",
            "a\r\nSet-Cookie: x=1",
            "'; DROP TABLE trawl.run; --",
            "x' OR '1'='1",
            "${OM_TOKEN}",
            "${jndi:ldap://127.0.0.1/a}",
            "{{workflow.failures}}",
            "<script>alert(1)</script>",
            "\ud800",
            "\u202egnp.exe",
            " ",
            "latest ");

    private final Random random;
    private final String type;
    private final String workflow;
    private final String ended;

    /**
     * Events for one function.
     *
     * @param type of the events that it takes
     * @param workflow one that it knows
     * @param ended a run of the workflow that is over
     */
    public HostileEvents(long seed, String type, String workflow, String ended) {
        this.random = new Random(seed);
        this.type = type;
        this.workflow = workflow;
        this.ended = ended;
    }

    /** The next of them, with what a function is to answer. */
    public EventCase next() {
        return switch (random.nextInt(13)) {
            case 0 -> event("wrong type", type + random.nextInt(), good(), 422);
            case 1 -> event("workflow that is no name", type, good().put("workflow", noName()), 422);
            case 2 -> event("run that is no id", type, good().put("run", noName()), 422);
            case 3 -> event("latest run", type, good().put("run", "latest"), 422);
            case 4 -> event("unknown run", type, good().put("run", "r" + random.nextInt(1 << 30)), 422);
            case 5 -> event("old run", type, good(), 204);
            case 6 -> event("SQL in names", type, sql(), 204);
            case 7 -> event("large", type, good().put("workflow", large()), 422);
            case 8 -> event("large run", type, good().put("run", large()), 422);
            case 9 -> event("wrong type of a field", type, wrongField(), 422);
            case 10 -> malformed();
            case 11 -> deep();
            default -> random.nextInt(10) == 0 ? huge() : wrongContentType();
        };
    }

    private ObjectNode good() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        return data.put("workflow", workflow).put("run", ended).put("batch", random.nextInt(10));
    }

    private String noName() {
        return NO_NAMES.get(random.nextInt(NO_NAMES.size()));
    }

    private ObjectNode sql() {
        ObjectNode data = good();
        ObjectNode entity = data.putArray("entities").addObject();
        entity.put("type", noName())
                .put("id", noName())
                .put("priority", -1)
                .putObject("metadata")
                .put(noName(), noName());
        return data;
    }

    private String large() {
        return "x".repeat(1 + random.nextInt(1 << 20)) + "\u0000";
    }

    private ObjectNode wrongField() {
        ObjectNode data = good();
        data.putObject(random.nextBoolean() ? "workflow" : "run").put("nested", noName());
        return data;
    }

    private EventCase malformed() {
        EventCase whole = event("cut off", type, sql(), 422);
        // The last brace at least; a structured event that is cut off is no JSON either.
        byte[] some = new byte[random.nextInt(whole.body().length)];
        System.arraycopy(whole.body(), 0, some, 0, some.length);
        for (int i = 0; i < some.length; i++) {
            if (random.nextInt(50) == 0) {
                some[i] = (byte) (random.nextInt(256) | 0x80);
            }
        }
        return new EventCase(whole.name(), whole.headers(), some, 422, "");
    }

    private EventCase deep() {
        String opening = (random.nextBoolean() ? "[" : "{\"workflow\":").repeat(1001 + random.nextInt(50_000));
        return new EventCase("deep", headers(type), bytes(opening), 422, "");
    }

    private EventCase wrongContentType() {
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", random.nextBoolean() ? "text/html" : "x"));
        return new EventCase("wrong content type", headers, bytes(good().toString()), 406, "");
    }

    private EventCase huge() {
        byte[] body = new byte[(10 << 20) + 1 + random.nextInt(1 << 20)];
        return new EventCase("huge", headers(type), body, 413, "");
    }

    private EventCase event(String name, String ofType, ObjectNode data, int status) {
        if (random.nextBoolean()) {
            return new EventCase(name, headers(ofType), bytes(data.toString()), status, "");
        }
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0")
                .put("id", noName())
                .put("source", noName())
                .put("type", ofType);
        event.put("extension", noName()).set("data", data);
        return new EventCase(
                name, Map.of("Content-Type", "application/cloudevents+json"), bytes(event.toString()), status, "");
    }

    private Map<String, String> headers(String ofType) {
        return Map.of(
                "Content-Type",
                "application/json",
                "Ce-Specversion",
                "1.0",
                "Ce-Id",
                "'; DROP TABLE trawl.run; --",
                "Ce-Source",
                "/../" + random.nextInt(),
                "Ce-Type",
                ofType);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
