package io.trawl.source.kit;

import io.trawl.api.model.EntityType;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.Workflow;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a workflow says of a source, whatever its dialect.
 *
 * @param type as in {@code source.type}
 * @param serviceType OpenMetadata's, {@code Postgres} for example
 * @param service its name
 * @param server where the source is, as a user writes it
 * @param database to connect to, and the one that is read unless all are
 * @param all whether every database is read that the role may connect to and the filter lets through
 * @param filters the workflow's
 * @param metadata what the workflow includes
 */
public record SourceSettings(
        String type,
        String serviceType,
        String service,
        String server,
        String database,
        boolean all,
        Filters filters,
        DatabaseMetadata metadata) {

    /**
     * Those of a workflow.
     *
     * @param serviceType OpenMetadata's, {@code Postgres} for example
     * @param server where the source is, as a user writes it
     * @param database to connect to
     * @param all whether every database is read
     */
    public static SourceSettings of(
            Workflow.Source source, String serviceType, String server, String database, boolean all, Filters filters) {
        return new SourceSettings(
                source.type(), serviceType, source.serviceName(), server, database, all, filters, source.metadata());
    }

    /** The types that the workflow includes. */
    Set<EntityType> included() {
        Set<EntityType> types = EnumSet.noneOf(EntityType.class);
        if (metadata.includeTables() || metadata.includeViews()) {
            types.add(EntityType.TABLE);
        }
        if (metadata.includeStoredProcedures()) {
            types.add(EntityType.STORED_PROCEDURE);
        }
        return types;
    }
}
