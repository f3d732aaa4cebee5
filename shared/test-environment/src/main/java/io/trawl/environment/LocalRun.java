package io.trawl.environment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.api.Providers;
import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.RunRecord;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowReader;
import io.trawl.engine.IngestionEngine;
import io.trawl.engine.Run;
import io.trawl.engine.RunListener;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.WorkflowYaml;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A workflow into the file {@code catalog.ndjson}, unless said otherwise, and its runs in this process or in one of their own. */
public final class LocalRun {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final WorkflowYaml yaml;
    private final Path file;

    /** A workflow of that name. */
    public LocalRun(Path folder, String name, WorkflowYaml yaml) {
        this.file = folder.resolve(name + ".yaml");
        this.yaml = yaml.config("successThreshold: 100").toFile(catalog());
    }

    /** The workflow {@code test} from a database of PostgreSQL, whose service is {@code warehouse}. */
    public LocalRun(Path folder, String hostPort, String database) {
        this(folder, "test", WorkflowYaml.postgres("warehouse", hostPort, database));
    }

    public LocalRun(Path folder, EmbeddedDatabase server, String database) {
        this(folder, server.hostPort(), database);
    }

    public Path catalog() {
        return file.resolveSibling("catalog.ndjson");
    }

    public Path file() {
        return file;
    }

    /** The workflow's file, which is written. */
    public Path written() {
        return yaml.write(file);
    }

    /** Keys of {@code sourceConfig.config}. */
    public LocalRun source(String keys) {
        yaml.source(keys);
        return this;
    }

    /** Keys of the connection. */
    public LocalRun connection(String keys) {
        yaml.connection(keys);
        return this;
    }

    /** Keys of {@code distributedExecution}, which is enabled by that. */
    public LocalRun execution(String keys) {
        yaml.execution(keys);
        return this;
    }

    /** Any keys. */
    public LocalRun put(String place, String keys) {
        yaml.put(place, keys);
        return this;
    }

    /** Records runs in a database of an embedded server. */
    public LocalRun ledger(EmbeddedDatabase server, String database) {
        return ledger(server.hostPort() + "/" + database, 0);
    }

    /**
     * Records runs.
     *
     * @param at what follows {@code jdbc:postgresql://}
     * @param leaseSeconds 0 for the usual lease
     */
    public LocalRun ledger(String at, int leaseSeconds) {
        yaml.ledger("jdbc:postgresql://" + at, leaseSeconds);
        return this;
    }

    public LocalRun openMetadata(OpenMetadataServer server) {
        return openMetadata(server.hostPort(), server.botToken());
    }

    public LocalRun openMetadata(Object hostPort, String token) {
        yaml.toOpenMetadata(hostPort, token);
        return this;
    }

    /** Writes into a file of that name. */
    public LocalRun file(Object filename) {
        yaml.toFile(filename);
        return this;
    }

    /** Writes and reads the workflow. */
    public Workflow workflow() {
        return new WorkflowReader(Map.of()).read(written());
    }

    public Report execute() {
        return execute(RunListener.NONE, run -> {});
    }

    public Report execute(RunListener listener, Consumer<Run> begun) {
        return execute(RunStart.anew(), listener, begun);
    }

    public Report execute(RunStart start) {
        return execute(start, RunListener.NONE, run -> {});
    }

    public Report execute(RunStart start, RunListener listener, Consumer<Run> begun) {
        return new IngestionEngine().ingest(workflow(), start, listener, begun);
    }

    private static RunListener listener(Consumer<List<Outcome>> completed) {
        return new RunListener() {
            @Override
            public void completed(List<Outcome> outcomes) {
                completed.accept(outcomes);
            }
        };
    }

    /** @param completed is given what is completed, while the run goes on */
    public Report execute(RunStart start, Consumer<List<Outcome>> completed) {
        return execute(start, listener(completed), run -> {});
    }

    /** Begins a run, and stops it once so many entities are done. */
    public Report executeAndStopAfter(long limit) {
        AtomicLong done = new AtomicLong();
        AtomicReference<Run> run = new AtomicReference<>();
        return execute(
                listener(outcomes -> {
                    if (done.addAndGet(outcomes.size()) >= limit) {
                        run.get().stop();
                    }
                }),
                run::set);
    }

    public Report execute(RunStart start, Providers providers) {
        return execute(workflow(), start, providers);
    }

    /** Runs a workflow with other sources, sinks or ledgers than those of the class path. */
    public static Report execute(Workflow workflow, RunStart start, Providers providers) {
        return new IngestionEngine(Clock.systemUTC(), new Random(), providers)
                .ingest(workflow, start, RunListener.NONE, run -> {});
    }

    /** Resumes the workflow's last run if it has not ended; begins one if there is none. */
    public Report resume() {
        Workflow workflow = workflow();
        try (DurableLedger runs =
                new IngestionEngine().ledger(workflow.execution().ledger())) {
            Optional<RunRecord> last = runs.run(workflow.name(), Ledger.LATEST);
            if (last.isPresent() && last.get().state().isComplete()) {
                return runs.report(workflow.name(), Ledger.LATEST);
            }
            return execute(last.isEmpty() ? RunStart.anew() : RunStart.resume(Ledger.LATEST));
        }
    }

    /** Starts a command of the packaged application with the workflow, in its folder. */
    public Cli start(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-c", written().toString()));
        return Cli.start(file.getParent(), Map.of(), all.toArray(String[]::new));
    }

    /** Runs one to its end. */
    public Cli.Result run(String... arguments) {
        return start(arguments).await();
    }

    /**
     * Ingests with the packaged application.
     *
     * @param memory of its heap, as {@code -Xmx} takes it
     */
    public Cli.Result ingest(String memory, Duration limit, String... options) {
        ProcessBuilder command = Packaged.java(
                List.of(
                        "-Xmx" + memory,
                        "-jar",
                        Packaged.application("discovery-fn").toString()),
                "ingest",
                "-c",
                written().toString(),
                "--no-progress");
        command.command().addAll(List.of(options));
        return Cli.start(command.directory(file.getParent().toFile())).await(limit);
    }

    /** What the file holds of a type, by fully qualified name; what is there twice is a failure. */
    public Map<String, JsonNode> requests(String type) {
        Map<String, JsonNode> requests = new LinkedHashMap<>();
        try {
            for (String text : Files.readAllLines(catalog())) {
                JsonNode line = JSON.readTree(text);
                if (line.path("type").asText().equals(type)
                        && requests.put(line.path("fqn").asText(), line.path("request")) != null) {
                    throw new AssertionError("twice: " + line.path("fqn"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return requests;
    }
}
