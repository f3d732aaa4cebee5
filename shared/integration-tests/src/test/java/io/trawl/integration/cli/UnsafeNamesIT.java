package io.trawl.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trawl.api.model.Fqn;
import io.trawl.environment.Cli;
import io.trawl.environment.LocalRun;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.WorkflowYaml;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line on a database whose names would clear the screen, feign a line, ring, or turn the order of what is shown. What
 * is printed for people is lines of plain characters; JSON says the names as they are.
 */
@Tag("processes")
class UnsafeNamesIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Sequences of a terminal, line breaks, what steers bidirectional text, and the two names that become one. */
    private static final List<String> NAMES = List.of(
            "esc\u001b[2J\u001b[31mred",
            "title\u001b]0;pwned\u0007",
            "csi\u009b31m",
            "back\b\b\bspace",
            "del\u007f",
            "line\nfeed",
            "carriage\rreturn",
            "tab\tbed",
            "feign\ntrawl: error: all is lost",
            "next\u0085line",
            "separated\u2028by\u2029separators",
            "exe\u202egnp.txt",
            "isolated\u2066x\u2069 \u200f\u061c",
            "say \"hi\"",
            "say __reserved__quote__hi__reserved__quote__",
            "Ünïcödé 名前 👩\u200d👧");

    /** OpenMetadata takes these, unlike names with other control characters. */
    private static final String DATABASE = "d\u009b31mb\u202e";

    private static final String SCHEMA = "shop\u009b1m";

    @AutoClose
    private final EmbeddedDatabase server = EmbeddedDatabase.start();

    @AutoClose
    private final OpenMetadataServer catalog = OpenMetadataServer.builder().start();

    @TempDir
    Path folder;

    private LocalRun workflow;

    @BeforeEach
    void start() {
        server.createDatabase(DATABASE);
        server.createDatabase("ledger");
        String schema = quoted(SCHEMA);
        StringBuilder sql = new StringBuilder("CREATE SCHEMA " + schema + ";");
        for (String name : NAMES) {
            String entity = schema + "." + quoted(name);
            sql.append("CREATE TABLE " + entity + " (" + quoted("c " + name) + " integer);");
            sql.append("CREATE FUNCTION " + entity + "() RETURNS integer LANGUAGE sql AS 'SELECT 1';");
            sql.append("CREATE POLICY " + quoted(name) + " ON " + entity + " USING (true);");
        }
        server.execute(URLEncoder.encode(DATABASE, StandardCharsets.UTF_8), sql.toString());
        workflow = new LocalRun(folder, "shop", WorkflowYaml.postgres("svc", server.hostPort(), DATABASE))
                .source("markDeletedTables: true")
                .openMetadata(catalog)
                .put("/workflowConfig", "successThreshold: 0")
                .ledger(server, "ledger")
                .execution("parallelism: 2");
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private Cli.Result run(String... arguments) {
        Cli.Result result = workflow.run(arguments);
        assertPlain(String.join(" ", arguments) + ", stdout", result.out());
        assertPlain(String.join(" ", arguments) + ", stderr", result.err());
        return result;
    }

    /** Written anew on purpose, so that it checks what the product takes for unsafe. */
    private static void assertPlain(String what, String text) {
        assertThat(text).as(what).doesNotContainPattern("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f]");
        assertThat(text)
                .as(what)
                .doesNotContainPattern("[\\x{61c}\\x{200e}\\x{200f}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}]");
        assertThat(text).as(what).doesNotContainPattern("(?m)^trawl: error: all is lost");
    }

    @Test
    void everyCommandPrintsPlainLinesAndJsonTellsTheNames() throws IOException {
        Cli.Result check = run("check");
        assertThat(check.out()).contains("d\\u009b31mb\\u202e");

        assertThat(run("plan").out()).contains("Tables and views");
        assertThat(JSON.readTree(run("plan", "--json").out()).get("workflow").asText())
                .isEqualTo("shop");

        Set<String> names = new TreeSet<>();
        for (String line : run("discover").out().lines().toList()) {
            JsonNode entity = JSON.readTree(line).at("/data/entities/0");
            assertThat(entity.at("/metadata/schema").asText()).isEqualTo(SCHEMA);
            names.add(entity.at("/metadata/name").asText());
        }
        assertThat(names).isEqualTo(new TreeSet<>(NAMES));

        Cli.Result ingest = run("ingest", "--report", "report.json", "--html", "report.html");
        assertThat(ingest.out()).contains("Workflow Summary: shop", "Failures", "shop\\u009b1m");
        assertPlain("report.html", Files.readString(folder.resolve("report.html")));
        JsonNode report = JSON.readTree(folder.resolve("report.json").toFile());
        assertThat(report.get("bySchema").fieldNames()).toIterable().contains(Fqn.of("svc", DATABASE, SCHEMA));
        assertThat(report.at("/entities/listed").asInt()).isEqualTo(2 * NAMES.size());
        String literal = Fqn.of("svc", DATABASE, SCHEMA, "say \"hi\"");
        assertThat(report.get("failures")).anySatisfy(failure -> {
            assertThat(failure.get("id").asText()).isEqualTo(literal + "::2");
            assertThat(failure.get("message").asText())
                    .contains("say \"hi\"", "say __reserved__quote__hi__reserved__quote__");
        });

        assertThat(run("runs").out()).contains("shop");
        run("report", "latest");
        run("report", "latest", "--json");
        assertThat(run("report", "latest", "--entities").out().lines()).hasSize(2 * NAMES.size());
        Set<String> ids = new TreeSet<>();
        for (String line :
                run("report", "latest", "--entities", "--json").out().lines().toList()) {
            ids.add(JSON.readTree(line).get("id").asText());
        }
        assertThat(ids)
                .contains(literal, Fqn.table(Fqn.of("svc", DATABASE, SCHEMA), NAMES.get(0)), literal + "::2")
                .as("tables and functions; only in tables do line breaks and tabs have words")
                .hasSize(NAMES.size() + 4);
    }
}
