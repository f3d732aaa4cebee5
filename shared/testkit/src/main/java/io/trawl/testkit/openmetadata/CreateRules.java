package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What makes the server refuse a create request, without looking at what it holds. Fields, enumerations and lengths are
 * those of the published schemas (api/data/create*.json, entity/data/table.json, type/basic.json); what the schemas
 * cannot say is in {@link ColumnRules}.
 */
final class CreateRules {

    private static final Set<String> COMMON =
            Set.of("name", "displayName", "description", "owners", "tags", "domains", "dataProducts");
    private static final Set<String> DATA = Set.of("extension", "sourceUrl", "lifeCycle", "sourceHash");

    private static final Map<Kind, Set<String>> OWN = Map.of(
            Kind.DATABASE_SERVICE, Set.of("serviceType", "connection", "ingestionRunner"),
            Kind.CLASSIFICATION, Set.of("provider", "mutuallyExclusive", "reviewers", "autoClassificationConfig"),
            Kind.TAG,
                    words("classification parent style associatedTags provider mutuallyExclusive reviewers "
                            + "recognizers autoClassificationEnabled autoClassificationPriority"),
            Kind.DATABASE, Set.of("service", "default", "retentionPeriod"),
            Kind.DATABASE_SCHEMA, Set.of("database", "retentionPeriod"),
            Kind.TABLE,
                    words("tableType columns dataModel locationPath tableConstraints tablePartition "
                            + "tableProfilerConfig databaseSchema schemaDefinition retentionPeriod fileFormat"),
            Kind.STORED_PROCEDURE, Set.of("storedProcedureCode", "storedProcedureType", "databaseSchema"));

    private static final Map<Kind, List<String>> REQUIRED = Map.of(
            Kind.DATABASE_SERVICE, List.of("name", "serviceType"),
            Kind.CLASSIFICATION, List.of("name", "description"),
            Kind.TAG, List.of("name", "description"),
            Kind.DATABASE, List.of("name", "service"),
            Kind.DATABASE_SCHEMA, List.of("name", "database"),
            Kind.TABLE, List.of("name", "columns", "databaseSchema"),
            Kind.STORED_PROCEDURE, List.of("name", "storedProcedureCode", "databaseSchema"));

    private static final Set<String> TABLE_TYPES =
            words("Regular External Dynamic View SecureView MaterializedView Iceberg Local "
                    + "Partitioned Foreign Transient Stream Stage");
    private static final Set<String> PROCEDURE_TYPES = Set.of("StoredProcedure", "UDF", "StoredPackage", "Function");
    private static final Set<String> LANGUAGES = Set.of("SQL", "Java", "JavaScript", "Python", "External");
    /** What a name may hold: type/basic.json, entityName, as of open-metadata/OpenMetadata #30211. */
    private static final Pattern NAME = Pattern.compile("^((?!::)[^>\"\\x00-\\x1f])*$");

    /** The same before 2.0: no line break, which a dot does not match; quotes and arrows broke qualified names (#23268). */
    private static final Pattern NAME_BEFORE_2 = Pattern.compile("^((?!::)[^>\"\\n\\r\\x{85}\\x{2028}\\x{2029}])*$");

    private static final Set<String> SHAPE = Set.of("additionalProperties", "enum", "type");

    private final OpenMetadataSchemas schemas;
    private final Pattern namePattern;

    /**
     * @param schemas null if only the rules in code are to apply
     * @param version of the server
     */
    CreateRules(OpenMetadataSchemas schemas, String version) {
        this.schemas = schemas;
        this.namePattern = version.startsWith("1.") ? NAME_BEFORE_2 : NAME;
    }

    /** Refuses what cannot be read into a request: not an object, unknown fields, values outside an enumeration. */
    void checkShape(Kind kind, JsonNode request) throws Refusal {
        if (!request.isObject()) {
            throw Refusal.unreadable(kind.type + ": a create request is an object");
        }
        for (var names = request.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            boolean data = kind.parent() != null && kind != Kind.TAG && DATA.contains(name);
            if (!COMMON.contains(name) && !data && !OWN.get(kind).contains(name)) {
                throw Refusal.unreadable("Unrecognized field \"" + name + "\" in " + kind.type);
            }
        }
        oneOf("tableType", request.path("tableType"), TABLE_TYPES);
        oneOf("storedProcedureType", request.path("storedProcedureType"), PROCEDURE_TYPES);
        oneOf("language", request.path("storedProcedureCode").path("language"), LANGUAGES);
        if (kind == Kind.TABLE) {
            ColumnRules.checkShape(request);
        }
        if (schemas != null) {
            bySchema(kind, request, true);
        }
    }

    /** Refuses what can be read but breaks a rule. */
    void checkContent(Kind kind, JsonNode request) throws Refusal {
        for (String field : REQUIRED.get(kind)) {
            if (request.path(field).isMissingNode() || request.path(field).isNull()) {
                throw Refusal.invalid(field + ": must not be null");
            }
        }
        String name = request.path("name").asText();
        // type/basic.json, entityName
        if (name.isEmpty() || name.length() > 256) {
            throw Refusal.invalid("name: size must be between 1 and 256");
        }
        if (!namePattern.matcher(name).matches()) {
            throw Refusal.invalid("[name must match \"" + namePattern.pattern() + "\"]");
        }
        String hash = request.path("sourceHash").asText("-");
        if (hash.isEmpty() || hash.length() > 32) {
            throw Refusal.invalid("sourceHash: size must be between 1 and 32");
        }
        for (JsonNode owner : request.path("owners")) {
            if (!owner.hasNonNull("id") || !owner.hasNonNull("type")) {
                throw Refusal.invalid("owners: id and type must not be null");
            }
        }
        if (kind == Kind.TABLE) {
            ColumnRules.checkContent(request);
        }
        if (schemas != null) {
            bySchema(kind, request, false);
        }
    }

    private void bySchema(Kind kind, JsonNode request, boolean shape) throws Refusal {
        for (Error error : schemas.validate(kind.type, request)) {
            if (SHAPE.contains(error.getKeyword()) == shape) {
                String message = OpenMetadataSchemas.line(error);
                throw shape ? Refusal.unreadable(message) : Refusal.invalid(message);
            }
        }
    }

    /** The words of a text, separated by blanks. */
    static Set<String> words(String text) {
        return Set.of(text.split(" "));
    }

    static void oneOf(String field, JsonNode value, Set<String> allowed) throws Refusal {
        if (!value.isMissingNode() && !value.isNull() && !allowed.contains(value.asText())) {
            throw Refusal.unreadable(field + ": '" + value.asText() + "' is not one of its values");
        }
    }
}
