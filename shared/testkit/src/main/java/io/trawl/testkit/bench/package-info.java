/**
 * What benchmarks compare with. {@link Baseline} measures the least that reading a database's metadata can cost. The
 * benchmarks themselves are tests of {@code integration-tests}, in {@code io.trawl.integration.bench}.
 *
 * <p>This package must not use Trawl's own reading code, or the measure would change with what it measures.
 */
package io.trawl.testkit.bench;
