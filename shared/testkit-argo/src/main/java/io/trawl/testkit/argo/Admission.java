package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * What the API server checks in an object before it stores it: apimachinery's validation of metadata, and the CRD's schema.
 * Names are at most 63 characters long here, as Argo demands in workflow/validate/validate.go, where the controller would
 * fail a longer one after it has been created; a CronWorkflow's 52.
 */
final class Admission {

    private static final int NAME = 63;
    private static final int CRON_NAME = 52;

    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern LABEL_VALUE = Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
    private static final Pattern QUALIFIED_NAME = Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
    /** Of generated names: no vowels, nothing that looks like another character (apimachinery's util/rand). */
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private static final int GENERATED = 5;

    private final ArgoSchema schema;
    private final Random random;

    /** @param schema null to check no fields */
    Admission(ArgoSchema schema, long seed) {
        this.schema = schema;
        this.random = new Random(seed);
    }

    /** The name of an object that is to be created, which is put into it if it has none but a generateName. */
    synchronized String name(Resource resource, ObjectNode object) {
        if (!(object.get("metadata") instanceof ObjectNode metadata)) {
            throw ApiException.invalid(resource, "", "metadata.name: Required value: name or generateName is required");
        }
        String prefix = metadata.path("generateName").asText();
        if (metadata.path("name").asText().isEmpty() && !prefix.isEmpty()) {
            StringBuilder name = new StringBuilder(prefix.substring(0, Math.min(prefix.length(), NAME - GENERATED)));
            random.ints(GENERATED, 0, LETTERS.length()).forEach(letter -> name.append(LETTERS.charAt(letter)));
            metadata.put("name", name.toString());
        }
        String name = metadata.path("name").asText();
        if (name.isEmpty()) {
            throw ApiException.invalid(resource, "", "metadata.name: Required value: name or generateName is required");
        }
        return name;
    }

    /** Refuses what may not be stored. */
    void check(Resource resource, String namespace, String name, ObjectNode object) {
        kind(resource, object);
        JsonNode metadata = object.path("metadata");
        String stated = metadata.path("namespace").asText(namespace);
        if (!stated.equals(namespace)) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
        name(resource, name);
        metadata.path("labels").properties().forEach(label -> label(resource, name, label.getKey(), label.getValue()));
        metadata.path("annotations")
                .properties()
                .forEach(annotation -> key(resource, name, "annotations", annotation.getKey()));
        if (schema != null) {
            schema.check(resource, name, object);
        }
    }

    private static void kind(Resource resource, ObjectNode object) {
        String apiVersion = object.path("apiVersion").asText();
        String kind = object.path("kind").asText();
        if (!apiVersion.equals(Resource.API_VERSION) || !kind.equals(resource.kind())) {
            throw ApiException.badRequest("the object provided is " + apiVersion + " " + kind
                    + ", but the request is about " + Resource.API_VERSION + " " + resource.kind());
        }
    }

    private static void name(Resource resource, String name) {
        int most = resource == Resource.CRON_WORKFLOW ? CRON_NAME : NAME;
        String problem = "metadata.name: Invalid value: \"" + name + "\": ";
        if (!SUBDOMAIN.matcher(name).matches()) {
            problem +=
                    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and"
                            + " must start and end with an alphanumeric character";
            throw ApiException.invalid(resource, name, problem);
        }
        if (name.length() > most) {
            problem += "must not be more than " + most + " characters long (currently " + name.length() + ")";
            throw ApiException.invalid(resource, name, problem);
        }
    }

    private static void label(Resource resource, String name, String key, JsonNode value) {
        key(resource, name, "labels", key);
        String text = value.asText();
        if (!value.isTextual()
                || text.length() > NAME
                || !LABEL_VALUE.matcher(text).matches()) {
            String problem = "metadata.labels: Invalid value: \"" + text
                    + "\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.',"
                    + " must start and end with an alphanumeric character, and must be no more than 63 characters";
            throw ApiException.invalid(resource, name, problem);
        }
    }

    private static void key(Resource resource, String name, String where, String key) {
        String[] parts = key.split("/", -1);
        String last = parts[parts.length - 1];
        boolean prefixed = parts.length == 1
                || parts.length == 2 && SUBDOMAIN.matcher(parts[0]).matches();
        if (!prefixed || last.length() > NAME || !QUALIFIED_NAME.matcher(last).matches()) {
            String problem = "metadata." + where + ": Invalid value: \"" + key + "\": name part must be qualified";
            throw ApiException.invalid(resource, name, problem);
        }
    }
}
