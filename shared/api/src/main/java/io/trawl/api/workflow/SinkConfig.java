package io.trawl.api.workflow;

/**
 * What {@code sink.config} holds; each sink has a record of its own that implements this. The record validates itself in
 * its constructor with {@link IllegalArgumentException}, whose message starts with the key.
 */
public interface SinkConfig {

    /** Whether the sink writes to standard output, so that nothing else may. */
    default boolean writesToStandardOutput() {
        return false;
    }
}
