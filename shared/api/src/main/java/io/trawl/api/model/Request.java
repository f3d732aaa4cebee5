package io.trawl.api.model;

/**
 * An entity ready to be written: OpenMetadata's create request as UTF-8 JSON, made once and used by whichever sink.
 *
 * @param descriptor the entity; its id is the fully qualified name
 * @param json the create request, a JSON object, {@code sourceHash} included
 * @param fingerprint a stable hash of what is written, 32 characters; equal fingerprints mean nothing changed
 */
public record Request(EntityDescriptor descriptor, byte[] json, String fingerprint) {}
