package io.trawl.source.kit.csv;

import io.trawl.api.workflow.FilterPattern;
import io.trawl.api.workflow.SourceConnection;
import java.nio.file.Path;

/**
 * {@code source.serviceConnection.config} of a folder.
 *
 * @param folder required: holds a folder for each database, which holds a folder for each schema
 */
public record CsvConnection(
        String folder,
        FilterPattern databaseFilterPattern,
        FilterPattern schemaFilterPattern,
        FilterPattern tableFilterPattern)
        implements SourceConnection {
    public CsvConnection {
        if (folder == null || folder.isBlank()) {
            throw new IllegalArgumentException("folder: is missing");
        }
    }

    @Override
    public String server() {
        return Path.of(folder).toUri().toString();
    }
}
