package io.trawl.config;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.FilterPattern;

/** {@code source.sourceConfig.config} as it stands in the file; the ignored keys have no effect here. */
@JsonIgnoreProperties({"queryLogDuration", "queryParsingTimeoutLimit", "jsonSchemaSampleSize", "includeCustomProperties"
})
record RawDatabaseMetadata(
        @JsonProperty(defaultValue = "DatabaseMetadata") @JsonPropertyDescription("The kind of pipeline")
        PipelineType type,

        @JsonProperty(defaultValue = "true")
        @JsonPropertyDescription("Soft-delete tables that are gone from the schemas this run covers")
        Boolean markDeletedTables,

        @JsonProperty(defaultValue = "true")
        @JsonPropertyDescription("Soft-delete stored procedures that are gone from the schemas this run covers")
        Boolean markDeletedStoredProcedures,

        @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription("Soft-delete schemas that are gone, with all they hold")
        Boolean markDeletedSchemas,

        @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription("Soft-delete databases that are gone, with all they hold")
        Boolean markDeletedDatabases,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("Ingest tables")
        Boolean includeTables,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("Ingest views")
        Boolean includeViews,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("Ingest tags, where the source has them")
        Boolean includeTags,

        @JsonProperty(defaultValue = "false") @JsonPropertyDescription("Set owners that the catalog knows")
        Boolean includeOwners,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("Ingest stored procedures and functions")
        Boolean includeStoredProcedures,

        @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription("Ingest the tables' DDL; view definitions are always read")
        Boolean includeDDL,

        @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription("Override descriptions that users edited in OpenMetadata")
        Boolean overrideMetadata,

        @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription("Match filter patterns with service.database.schema.table instead of the name alone")
        Boolean useFqnForFiltering,

        @JsonPropertyDescription("Which schemas to ingest") FilterPattern schemaFilterPattern,

        @JsonPropertyDescription("Which tables to ingest") FilterPattern tableFilterPattern,

        @JsonPropertyDescription("Which databases to ingest")
        FilterPattern databaseFilterPattern,

        @JsonPropertyDescription("Which stored procedures to ingest")
        FilterPattern storedProcedureFilterPattern,

        @JsonProperty(defaultValue = "1")
        @JsonPropertyDescription("More than 1, and distributedExecution not enabled: local workers, at most 500")
        Integer threads,

        @JsonPropertyDescription("No effect: every run lists everything, and with a ledger writes only what changed")
        Incremental incremental,

        @JsonProperty(defaultValue = "false") @JsonPropertyDescription("Cannot be enabled: Trawl reads no table's rows")
        Boolean extractJsonSchema) {

    enum PipelineType {
        DatabaseMetadata
    }

    @JsonIgnoreProperties({"lookbackDays", "safetyMarginDays"})
    record Incremental(
            @JsonProperty(required = true) @JsonPropertyDescription("No effect")
            Boolean enabled) {}

    /** The keys that have a meaning, defaults filled in. */
    DatabaseMetadata resolve(ConfigPath place) {
        return new DatabaseMetadata(
                or(markDeletedTables, true),
                or(markDeletedStoredProcedures, true),
                or(markDeletedSchemas, false),
                or(markDeletedDatabases, false),
                or(includeTables, true),
                or(includeViews, true),
                or(includeStoredProcedures, true),
                or(includeTags, true),
                or(includeDDL, false),
                or(includeOwners, false),
                or(overrideMetadata, false),
                or(useFqnForFiltering, false),
                databaseFilterPattern,
                schemaFilterPattern,
                tableFilterPattern,
                storedProcedureFilterPattern,
                NumberLimits.whole(place.key("threads"), threads, 1, 1, Integer.MAX_VALUE));
    }

    private static boolean or(Boolean value, boolean byDefault) {
        return value == null ? byDefault : value;
    }
}
