/**
 * A strict imitation of an OpenMetadata server, reached over HTTP. Start with {@link OpenMetadataServer}; {@link Api}
 * answers requests, {@link CreateRules} and {@link ColumnRules} decide what is refused, {@link BotRule} what a write
 * leaves as it was, {@link Faults} and {@link Lies} make the server fail on demand. {@link OpenMetadataSchemas} adds
 * the published schemas, where they are on the machine.
 *
 * <p>Each rule names its source. Where the real server behaves otherwise, change the rule first, see a test fail, then
 * change the product. This package must not share code with the sink that it checks.
 */
package io.trawl.testkit.openmetadata;
