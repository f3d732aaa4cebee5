/**
 * The sink {@code metadata-rest}: OpenMetadata's REST API. Start with {@link OpenMetadataSink}.
 * {@link HierarchyWriter} writes service, databases and schemas, {@link ItemWriter} writes entities in bulk,
 * {@link CatalogReader} asks what the catalog holds. Each of them sends through {@link Client}, which retries, limits
 * the requests in flight ({@link RequestLimit}) and stops while the server is down ({@link CircuitBreaker}).
 *
 * <p>Nothing here may send a request past {@link Client}, take a list for complete that could not be read to its end
 * ({@link Pages}), or show the token in a message or log.
 */
package io.trawl.sink.openmetadata;
