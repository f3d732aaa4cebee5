package io.trawl.source.snowflake;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.util.Sha256;
import io.trawl.api.workflow.Workflow;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The {@linkplain EntityDescriptor#version() versions} of tables and views, for {@code incremental.enabled}: when Snowflake says
 * that one was last altered, and how this workflow reads it.
 */
final class Versions {

    private static final Query LAST_ALTERED = Query.load("last-altered.sql");

    private final boolean enabled;
    private final String reading;

    Versions(Workflow.Source source) {
        SnowflakeConnection connection = (SnowflakeConnection) source.connection();
        this.enabled = source.metadata().incremental().enabled();
        this.reading = Sha256.hex(
                List.of(
                                source.metadata(),
                                connection.accountUsageSchema(),
                                connection.snowflakeSourceHost(),
                                connection.username(), // who reads decides what is shown
                                String.valueOf(connection.role()))
                        .toString(),
                8);
    }

    /** When the last of some entities was altered, as their versions say; long ago if none has one. */
    static Instant lastAltered(List<EntityDescriptor> batch) {
        return batch.stream()
                .map(EntityDescriptor::version)
                .filter(Objects::nonNull)
                .map(version -> Instant.parse(version.substring(0, version.indexOf('/'))))
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    /**
     * What a descriptor's metadata holds of it, by name; empty if nothing is asked for or there is nothing to ask about.
     *
     * @param names of a page, in Snowflake's order
     */
    Map<String, Map<String, String>> of(Connection session, SchemaName schema, List<String> names) throws SQLException {
        Map<String, Map<String, String>> versions = new HashMap<>();
        if (enabled && !names.isEmpty()) {
            LAST_ALTERED
                    .withName("database", schema.database())
                    .bind(schema.schema(), names.get(0), names.get(names.size() - 1))
                    .each(session, row -> {
                        Timestamp altered = row.getTimestamp("LAST_ALTERED");
                        if (altered != null) {
                            versions.put(
                                    row.getString("TABLE_NAME"),
                                    Map.of(EntityDescriptor.VERSION, altered.toInstant() + "/" + reading));
                        }
                    });
        }
        return versions;
    }
}
