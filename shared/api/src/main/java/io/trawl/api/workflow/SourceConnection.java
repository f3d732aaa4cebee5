package io.trawl.api.workflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code source.serviceConnection.config} holds; each source has a record of its own that implements this. The
 * record validates itself in its constructor with {@link IllegalArgumentException}, whose message starts with the key.
 */
public interface SourceConnection {

    /**
     * Names the server whose connections are counted, without a user or database: equal for workflows that read from the
     * same one.
     */
    String server();

    /** The service's default filter for databases; null for none. */
    default @Nullable FilterPattern databaseFilterPattern() {
        return null;
    }

    /** The service's default filter for schemas; null for none. */
    default @Nullable FilterPattern schemaFilterPattern() {
        return null;
    }

    /** The service's default filter for tables; null for none. */
    default @Nullable FilterPattern tableFilterPattern() {
        return null;
    }

    /** What in it has no effect, a line each that begins with the key; empty if all of it has. */
    default List<String> warnings() {
        return List.of();
    }

    /** The service's default filter for procedures; null for none. */
    default @Nullable FilterPattern storedProcedureFilterPattern() {
        return null;
    }
}
