/**
 * What the tests of all sources do with one. Start with {@link Sources}, which opens a source and reads from it as a run does;
 * {@link ZooDocument} compares all that a source reads with a golden file.
 */
package io.trawl.environment.source;
