package io.trawl.api.workflow;

/**
 * {@code source.sourceConfig.config} of type DatabaseMetadata; the meaning of each key is OpenMetadata's.
 *
 * @param markDeletedTables default true
 * @param markDeletedStoredProcedures default true
 * @param markDeletedSchemas default false
 * @param markDeletedDatabases default false
 * @param includeTables default true
 * @param includeViews default true
 * @param includeStoredProcedures default true
 * @param includeTags default true
 * @param includeDDL default false; view definitions are always read
 * @param includeOwners default false
 * @param overrideMetadata default false
 * @param useFqnForFiltering default false
 * @param databaseFilterPattern null if absent
 * @param schemaFilterPattern null if absent
 * @param tableFilterPattern null if absent
 * @param storedProcedureFilterPattern null if absent
 * @param threads default 1; a parallelism hint
 */
public record DatabaseMetadata(
        boolean markDeletedTables,
        boolean markDeletedStoredProcedures,
        boolean markDeletedSchemas,
        boolean markDeletedDatabases,
        boolean includeTables,
        boolean includeViews,
        boolean includeStoredProcedures,
        boolean includeTags,
        boolean includeDDL,
        boolean includeOwners,
        boolean overrideMetadata,
        boolean useFqnForFiltering,
        FilterPattern databaseFilterPattern,
        FilterPattern schemaFilterPattern,
        FilterPattern tableFilterPattern,
        FilterPattern storedProcedureFilterPattern,
        int threads) {

    /** Every key at its default. */
    public static DatabaseMetadata defaults() {
        return new DatabaseMetadata(
                true, true, false, false, true, true, true, true, false, false, false, false, null, null, null, null,
                1);
    }
}
