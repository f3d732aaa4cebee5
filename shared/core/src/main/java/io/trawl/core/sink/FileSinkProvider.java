package io.trawl.core.sink;

import io.trawl.core.config.Workflow;

/** {@code sink: {type: file, config: {filename: out.ndjson}}}. */
public final class FileSinkProvider implements SinkProvider {

    /**
     * @param filename where the snapshot goes; a relative path starts in the folder the command is run in
     */
    public record Config(String filename) {
        public Config {
            if (filename == null || filename.isBlank()) {
                throw new IllegalArgumentException("filename: required");
            }
        }
    }

    @Override
    public String type() {
        return "file";
    }

    @Override
    public Class<?> configType() {
        return Config.class;
    }

    @Override
    public boolean needsServer() {
        return false;
    }

    @Override
    public Sink open(Workflow workflow) {
        return new FileSink(java.nio.file.Path.of(((Config) workflow.sink().config()).filename()));
    }
}
