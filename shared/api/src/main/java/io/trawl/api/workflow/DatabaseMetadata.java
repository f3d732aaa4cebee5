package io.trawl.api.workflow;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * {@code source.sourceConfig.config} of type DatabaseMetadata; the meaning of each key is OpenMetadata's. A filter pattern is
 * null if it is absent. The ignored keys have no effect here.
 */
@JsonIgnoreProperties({
    "type",
    "extractJsonSchema",
    "queryLogDuration",
    "queryParsingTimeoutLimit",
    "jsonSchemaSampleSize",
    "includeCustomProperties"
})
public record DatabaseMetadata(
        @JsonProperty(defaultValue = "true")
        @JsonPropertyDescription("Soft-delete tables that are gone from the schemas this run covers")
        boolean markDeletedTables,

        @JsonProperty(defaultValue = "true")
        @JsonPropertyDescription("Soft-delete stored procedures that are gone from the schemas this run covers")
        boolean markDeletedStoredProcedures,

        @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription("Soft-delete schemas that are gone, with all they hold")
        boolean markDeletedSchemas,

        @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription("Soft-delete databases that are gone, with all they hold")
        boolean markDeletedDatabases,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("Ingest tables")
        boolean includeTables,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("Ingest views")
        boolean includeViews,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("Ingest stored procedures and functions")
        boolean includeStoredProcedures,

        @JsonProperty(defaultValue = "true") @JsonPropertyDescription("Ingest tags, where the source has them")
        boolean includeTags,

        @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription("Ingest the tables' DDL; view definitions are always read")
        boolean includeDDL,

        @JsonProperty(defaultValue = "false") @JsonPropertyDescription("Set owners that the catalog knows")
        boolean includeOwners,

        @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription("Override descriptions that users edited in OpenMetadata")
        boolean overrideMetadata,

        @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription("Match filter patterns with service.database.schema.table instead of the name alone")
        boolean useFqnForFiltering,

        @JsonPropertyDescription("Which databases to ingest")
        FilterPattern databaseFilterPattern,

        @JsonPropertyDescription("Which schemas to ingest") FilterPattern schemaFilterPattern,

        @JsonPropertyDescription("Which tables to ingest") FilterPattern tableFilterPattern,

        @JsonPropertyDescription("Which stored procedures to ingest")
        FilterPattern storedProcedureFilterPattern,

        @JsonProperty(defaultValue = "1")
        @JsonPropertyDescription("More than 1, and distributedExecution not enabled: local workers, at most 500")
        int threads,

        @JsonPropertyDescription("Read only what the source says was altered; needs a ledger")
        Incremental incremental) {

    public DatabaseMetadata {
        incremental = incremental == null || !incremental.enabled() ? Incremental.DISABLED : incremental;
    }

    /**
     * Whether entities are left unread that the source says were not altered.
     *
     * @param enabled required
     * @param lookbackDays after so many days an entity is read again in any case
     */
    @JsonIgnoreProperties("safetyMarginDays")
    public record Incremental(
            @JsonProperty(required = true)
            @JsonPropertyDescription("Read only what the source says was altered; needs a ledger")
            Boolean enabled,

            @JsonProperty(defaultValue = "7") @JsonPropertyDescription("Read everything again after so many days")
            int lookbackDays) {

        private static final Incremental DISABLED = new Incremental(false, 7);
    }

    /** Every key at its default. */
    public static DatabaseMetadata defaults() {
        return new DatabaseMetadata(
                true, true, false, false, true, true, true, true, false, false, false, false, null, null, null, null, 1,
                null);
    }
}
