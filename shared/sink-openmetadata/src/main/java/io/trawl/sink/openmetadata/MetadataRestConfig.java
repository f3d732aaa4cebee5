package io.trawl.sink.openmetadata;

/** {@code sink.config} of type {@code metadata-rest}; it has no keys, the server is in {@code workflowConfig}. */
public record MetadataRestConfig() {}
