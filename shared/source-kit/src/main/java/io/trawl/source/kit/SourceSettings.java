package io.trawl.source.kit;

import io.trawl.api.model.EntityType;
import io.trawl.api.workflow.Filters;
import io.trawl.api.workflow.Workflow;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a workflow says of a source, whatever its dialect.
 *
 * @param source the workflow's
 * @param serviceType OpenMetadata's, {@code Postgres} for example
 * @param server where the source is, as a user writes it
 * @param database to connect to, and the one that is read unless all are
 * @param all whether every database is read that the role may connect to and the filter lets through
 * @param filters the workflow's
 */
public record SourceSettings(
        Workflow.Source source, String serviceType, String server, String database, boolean all, Filters filters) {

    /** The service's name. */
    String service() {
        return source.serviceName();
    }

    /** The types that the workflow includes. */
    Set<EntityType> included() {
        Set<EntityType> types = EnumSet.noneOf(EntityType.class);
        if (source.metadata().includeTables() || source.metadata().includeViews()) {
            types.add(EntityType.TABLE);
        }
        if (source.metadata().includeStoredProcedures()) {
            types.add(EntityType.STORED_PROCEDURE);
        }
        return types;
    }
}
