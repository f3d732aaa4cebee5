package io.trawl.discovery.cli;

import io.trawl.api.Providers;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.TrawlException;
import io.trawl.api.orchestrator.RemoteRunner;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.RunListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine;

/** Commands in this process, with a ledger and an engine that are not real. */
public final class FakeCliContext implements CliContext {

    static final String PASSWORD = "pa55-the-secret";
    static final String URL = "jdbc:postgresql://ledger/trawl";

    final Map<String, String> environment = new HashMap<>();
    final FakeLedger ledger = new FakeLedger();
    final List<Duration> pauses = new ArrayList<>();
    TrawlException unreachable;
    String waitedFor;
    LedgerConfig opened;

    Workflow ran;
    RunStart start;
    Report result;
    TrawlException beforeItBegins;
    TrawlException afterItBegan;
    boolean signalled;
    boolean stopped;
    Optional<String> answer = Optional.empty();

    /** What a command left behind. */
    record Result(int exitCode, String out, String err) {}

    Result run(String... arguments) {
        StringWriter out = new StringWriter();
        Result result = run(out, arguments);
        return new Result(result.exitCode(), out.toString(), result.err());
    }

    /** With another place for what goes to stdout. */
    Result run(Writer out, String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine commandLine = CommandLineApplication.commandLine(this);
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        int exitCode = commandLine.execute(arguments);
        commandLine.getOut().flush();
        return new Result(exitCode, "", err.toString());
    }

    /** With a disk for stdout that is full. */
    Result runOnFullDisk(String... arguments) throws IOException {
        StringWriter err = new StringWriter();
        CommandLine commandLine = CommandLineApplication.commandLine(this);
        commandLine.setErr(new PrintWriter(err, true));
        try (OutputStream full = Files.newOutputStream(StandardOutputTest.FULL)) {
            int exitCode = CommandLineApplication.execute(
                    commandLine, new StandardOutput(full, StandardOutputTest.FULL), arguments);
            return new Result(exitCode, "", err.toString());
        }
    }

    @Override
    public Providers providers() {
        return Providers.load();
    }

    @Override
    public Optional<String> ask(String question) {
        return answer;
    }

    /** A workflow that ingests from PostgreSQL into a file, in this folder. */
    static String workflow(Path folder, String name, String ledger) {
        Path file = folder.resolve(name + ".yaml");
        try {
            Files.writeString(file, """
                    source:
                      type: postgres
                      serviceName: svc
                      serviceConnection:
                        config: {type: Postgres, hostPort: 'h:5432', username: u, authType: {password: %s}, database: d}
                      sourceConfig: {config: {type: DatabaseMetadata}}
                    sink: {type: file, config: {filename: out.ndjson}}
                    workflowConfig: {distributedExecution: {%s}}
                    """.formatted(PASSWORD, ledger));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toString();
    }

    static String withLedger(Path folder, String name) {
        return workflow(folder, name, "ledger: {url: '" + URL + "', username: u, password: " + PASSWORD + "}");
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public DurableLedger ledger(LedgerConfig config, Consumer<String> waiting) {
        opened = config;
        if (waitedFor != null) {
            waiting.accept(waitedFor);
        }
        if (unreachable != null) {
            throw unreachable;
        }
        return ledger;
    }

    @Override
    public Report execute(
            Workflow workflow, RunStart how, RemoteRunner runner, RunListener listener, Consumer<RunHandle> begun) {
        ran = workflow;
        start = how;
        if (beforeItBegins != null) {
            throw beforeItBegins;
        }
        begun.accept(new RunHandle(() -> stopped = true, null));
        if (afterItBegan != null) {
            throw afterItBegan;
        }
        return result;
    }

    @Override
    public void endOnSignal(Runnable said) {
        // No test here sends one before a run begins.
    }

    @Override
    public Interruption interruption(Runnable stop) {
        Interruption interruption = new Interruption(stop);
        if (signalled) {
            interruption.signalled();
        }
        return interruption;
    }

    @Override
    public void pause(Duration duration) {
        pauses.add(duration);
        if (pauses.size() > 1000) {
            throw new AssertionError("waits for ever");
        }
    }
}
