package io.trawl.api.orchestrator;

import io.trawl.api.report.Report;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What such a process finds.
 *
 * @param environment variables by name
 * @param out where results go
 * @param err where warnings go, a line each
 * @param onSignal takes what each SIGINT and SIGTERM does from now on, in place of ending the process
 * @param summary makes of a report the text that is printed when a run has ended
 */
public record ProcessContext(
        Map<String, String> environment,
        PrintWriter out,
        PrintWriter err,
        Consumer<Runnable> onSignal,
        Function<Report, String> summary) {}
