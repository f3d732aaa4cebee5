/**
 * What a test of a whole run runs in. Start with {@link TestEnvironment}, which has a source, a catalog or files, a ledger and the packaged
 * command line, and {@link LocalRun}, a workflow and its runs in the process of the test. {@link Intercepted} puts something around
 * calls to source, sink and ledger; {@link FakeSource} and {@link FakeSink} are in memory.
 */
package io.trawl.environment;
