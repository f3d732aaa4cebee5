package io.trawl.sink.file;

import io.trawl.api.sink.Sink;
import io.trawl.api.sink.SinkProvider;
import io.trawl.api.workflow.SinkConfig;
import io.trawl.api.workflow.Workflow;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.Set;

/** {@code sink: {type: file, config: {filename: out.ndjson}}}. */
public final class FileSinkProvider implements SinkProvider {

    private static final Set<String> STANDARD_OUTPUT = Set.of("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

    /**
     * @param filename where the snapshot goes; a relative path starts in the folder the command is run in; {@code -} and
     *     {@code /dev/stdout} are standard output
     */
    public record Config(String filename) implements SinkConfig {
        public Config {
            if (filename == null || filename.isBlank()) {
                throw new IllegalArgumentException("filename: required");
            }
            if (filename.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("filename: holds the character U+0000, which no file's name may");
            }
        }

        @Override
        public boolean writesToStandardOutput() {
            return STANDARD_OUTPUT.contains(filename.strip());
        }
    }

    @Override
    public String type() {
        return "file";
    }

    @Override
    public Class<? extends SinkConfig> configType() {
        return Config.class;
    }

    @Override
    public boolean needsServer() {
        return false;
    }

    @Override
    public Sink open(Workflow workflow) {
        Config config = (Config) workflow.sink().config();
        return config.writesToStandardOutput()
                ? new StandardOutputSink(new FileOutputStream(FileDescriptor.out)) // System.out swallows failures
                : new FileSink(Path.of(config.filename()));
    }
}
