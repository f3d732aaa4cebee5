package io.trawl.api.workflow;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An OpenMetadata workflow, read and checked. {@code docs/configuration.md} describes the keys and their defaults.
 *
 * @param name the file's name without its ending; identifies the workflow in events and in the ledger
 * @param digest of everything that decides what is read and where it is written, without secrets: a process can join or
 *     resume a run only with a workflow of the same digest
 * @param directory the folder the file is in; relative paths of what it refers to, certificates, start there
 * @param ingestionPipelineFQN the pipeline in OpenMetadata that shows this run's status
 * @param warnings what in the file has no effect, and what is probably a mistake; a line each, which begins with the file
 *     and the path of the key
 */
public record Workflow(
        String name,
        String digest,
        Path directory,
        Source source,
        SinkSpec sink,
        WorkflowConfig workflowConfig,
        @Nullable String ingestionPipelineFQN,
        List<String> warnings) {

    public Workflow {
        warnings = List.copyOf(warnings);
    }

    /**
     * @param type as its provider spells it, for example {@code postgres}
     * @param serviceName the service in the catalog; 1 to 256 characters
     * @param connection of the class the source's provider names
     * @param metadata {@code sourceConfig.config}
     */
    public record Source(String type, String serviceName, SourceConnection connection, DatabaseMetadata metadata) {}

    /**
     * @param type for example {@code metadata-rest}
     * @param config of the class the sink's provider names
     */
    public record SinkSpec(String type, SinkConfig config) {}

    /** How the run is distributed; {@link DistributedExecution#sequential()} if the workflow says nothing. */
    public DistributedExecution execution() {
        return workflowConfig.distributedExecution();
    }
}
