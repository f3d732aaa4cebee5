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
import io.trawl.environment.Cli;
import io.trawl.testkit.WorkflowYaml;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URL;
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

    Cli.Result run(String... arguments) {
        StringWriter out = new StringWriter();
        Cli.Result result = run(out, arguments);
        return new Cli.Result(result.exitCode(), out.toString(), result.err());
    }

    /** With another place for what goes to stdout. */
    Cli.Result run(Writer out, String... arguments) {
        StringWriter err = new StringWriter();
        CommandLine commandLine = CommandLineApplication.commandLine(this);
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        int exitCode = commandLine.execute(arguments);
        commandLine.getOut().flush();
        return new Cli.Result(exitCode, "", err.toString());
    }

    /** With a disk for stdout that is full. */
    Cli.Result runOnFullDisk(String... arguments) throws IOException {
        StringWriter err = new StringWriter();
        CommandLine commandLine = CommandLineApplication.commandLine(this);
        commandLine.setErr(new PrintWriter(err, true));
        try (OutputStream full = Files.newOutputStream(StandardOutputTest.FULL)) {
            int exitCode = CommandLineApplication.execute(
                    commandLine, new StandardOutput(full, StandardOutputTest.FULL), arguments);
            return new Cli.Result(exitCode, "", err.toString());
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
    private static WorkflowYaml yaml() {
        return WorkflowYaml.postgres("svc", "h:5432", "d").password(PASSWORD).toFile("out.ndjson");
    }

    static String withoutLedger(Path folder, String name) {
        return yaml().write(folder.resolve(name + ".yaml")).toString();
    }

    static String withLedger(Path folder, String name) {
        return yaml().put(
                        "/workflowConfig/distributedExecution",
                        "ledger: {url: '" + URL + "', username: u, password: " + PASSWORD + "}")
                .write(folder.resolve(name + ".yaml"))
                .toString();
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
