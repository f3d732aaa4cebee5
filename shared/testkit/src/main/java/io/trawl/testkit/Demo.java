package io.trawl.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The demo: a database with a sample warehouse, and the packaged application that ingests it as a user would run it.
 *
 * <p>Arguments: the application's {@code quarkus-run.jar}, and the folder for what it writes.
 */
public final class Demo {

    private static final int TABLES = 2_000;
    private static final String DATABASE = "demo";

    private Demo() {}

    public static void main(String... args) throws IOException, InterruptedException {
        Path application = Path.of(args[0]);
        Path folder = Files.createDirectories(Path.of(args[1]).toAbsolutePath());
        int exitCode;
        System.out.println("Starting an embedded PostgreSQL");
        try (EmbeddedDatabase server = EmbeddedDatabase.start()) {
            System.out.println("Filling it with a sample warehouse of " + TABLES + " tables");
            SampleWarehouse.demo(TABLES, SampleWarehouse.SEED).fill(server, DATABASE);
            Path workflow = folder.resolve("demo.yaml");
            DemoWorkflow.write(workflow, server, DATABASE, folder.resolve("catalog.ndjson"));
            System.out.println("Ingesting it: trawl ingest -c " + workflow);
            exitCode = ingest(application, workflow, folder);
        }
        if (exitCode != 0) {
            System.exit(exitCode);
        }
        System.out.println();
        System.out.println("Look at " + folder.resolve("report.html") + " and " + folder.resolve("catalog.ndjson"));
    }

    private static int ingest(Path application, Path workflow, Path folder) throws IOException, InterruptedException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        application.toString(),
                        "ingest",
                        "-c",
                        workflow.toString(),
                        "--report",
                        folder.resolve("report.json").toString(),
                        "--html",
                        folder.resolve("report.html").toString())
                .inheritIO()
                .start()
                .waitFor();
    }
}
