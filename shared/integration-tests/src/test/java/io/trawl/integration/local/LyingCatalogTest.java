package io.trawl.integration.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.report.Report;
import io.trawl.environment.LocalRun;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.Yaml;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.Lie;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.ReceivedRequest;
import io.trawl.testkit.openmetadata.StoredEntity;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * However the catalog's lists are wrong: no request to delete leaves for anything but what lies in the run's own schemas, nothing
 * is deleted that the source has, and the report counts what was deleted.
 */
@Tag("processes")
class LyingCatalogTest {

    private static final List<String> SCHEMAS = List.of("warehouse.shop.one", "warehouse.shop.two");
    private static final int COMBINATIONS = 40;

    @AutoClose
    private static EmbeddedDatabase database;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        database = EmbeddedDatabase.start();
        database.createDatabase("shop");
        String tables = Stream.of("one", "two")
                .flatMap(schema -> Stream.iterate(0, i -> i + 1)
                        .limit(12)
                        .map(i -> "CREATE TABLE " + schema + ".t" + i + " (id int);"))
                .collect(Collectors.joining());
        database.execute("shop", "CREATE SCHEMA one; CREATE SCHEMA two;" + tables);
    }

    @ParameterizedTest
    @EnumSource
    void noLieDeletesWhatIsThere(Lie lie) {
        try (OpenMetadataServer server = catalog()) {
            deletions(server, new Random(1).nextLong(), lie);
        }
    }

    @Test
    void noCombinationOfLiesDeletesWhatIsThere() {
        Random random = new Random(TestEnvironment.seed());
        try (OpenMetadataServer server = catalog()) {
            for (int i = 0; i < COMBINATIONS; i++) {
                Lie[] all = Lie.values();
                deletions(server, random.nextLong(), all[random.nextInt(all.length)], all[random.nextInt(all.length)]);
            }
        }
    }

    /** Without a lie, what is not in the source is deleted: else the tests above would show nothing. */
    @Test
    void withoutALieWhatIsGoneIsDeleted() {
        try (OpenMetadataServer server = catalog()) {
            assertThat(deletions(server, 1)).containsExactly("warehouse.shop.one.gone", "warehouse.shop.two.gone");
        }
    }

    /** A catalog after an honest run, with what lies elsewhere: another schema that the run leaves out, another service. */
    private OpenMetadataServer catalog() {
        OpenMetadataServer server =
                OpenMetadataServer.builder().withoutSchemas().start();
        assertThat(run(server).execute().failures()).isEmpty();
        put(server, "databaseSchema", "{'name':'left_out','database':'warehouse.shop'}");
        put(server, "databaseService", "{'name':'other','serviceType':'Postgres'}");
        put(server, "database", "{'name':'shop','service':'other'}");
        put(server, "databaseSchema", "{'name':'one','database':'other.shop'}");
        for (String schema : List.of("warehouse.shop.left_out", "other.shop.one")) {
            for (String table : List.of("t0", "t1", "gone")) {
                table(server, schema, table);
            }
        }
        for (String schema : SCHEMAS) {
            table(server, schema, "long_gone");
            server.delete("table", schema + ".long_gone");
        }
        return server;
    }

    private LocalRun run(OpenMetadataServer server) {
        return new LocalRun(folder, database, "shop")
                .openMetadata(server)
                .source("schemaFilterPattern: {includes: ['^(one|two)$']}, markDeletedSchemas: true")
                .execution("parallelism: 2, retryPolicy: {backoffSeconds: 0.01, maxBackoffSeconds: 0.05}");
    }

    /** What a run deletes from a catalog that lies. */
    private Set<String> deletions(OpenMetadataServer server, long seed, Lie... lies) {
        SCHEMAS.forEach(schema -> table(server, schema, "gone"));
        Set<String> live = live(server);
        int before = server.requests().size();
        server.lie(seed, lies);
        if (seed % 4 == 0) {
            server.plan(r -> r.method().equals("DELETE"), 1, Answer.status(200).body("application/json", "{}"));
        }
        String described = Arrays.toString(lies) + " seed " + seed;

        Report report = run(server).execute();

        server.heal();
        Set<String> deleted = new TreeSet<>(live);
        deleted.removeAll(live(server));
        assertThat(report.failures()).as(described).isEmpty();
        assertThat(deleted).as(described).allMatch(fqn -> fqn.endsWith(".gone") && SCHEMAS.contains(parent(fqn)));
        assertThat(report.entities().deleted()).as(described).isEqualTo(deleted.size());
        List<ReceivedRequest> requests = server.requests();
        assertThat(requests.subList(before, requests.size()))
                .as(described)
                .filteredOn(request -> request.method().equals("DELETE"))
                .allSatisfy(request -> assertThat(isInScope(request)).isTrue());
        return deleted;
    }

    private static boolean isInScope(ReceivedRequest request) {
        String name = URLDecoder.decode(
                request.path().substring(request.path().lastIndexOf('/') + 1), StandardCharsets.UTF_8);
        return request.path().startsWith("/tables/name/") && SCHEMAS.contains(parent(name))
                || request.path().startsWith("/databaseSchemas/name/")
                        && parent(name).equals("warehouse.shop");
    }

    private static String parent(String fqn) {
        return fqn.substring(0, fqn.lastIndexOf('.'));
    }

    private static Set<String> live(OpenMetadataServer server) {
        return Stream.of("databaseService", "database", "databaseSchema", "table")
                .flatMap(type -> server.all(type).stream())
                .filter(entity -> !entity.deleted())
                .map(StoredEntity::fqn)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void table(OpenMetadataServer server, String schema, String name) {
        put(
                server,
                "table",
                "{'name':'" + name + "','databaseSchema':'" + schema + "','columns':[{'name':'id','dataType':'INT'}]}");
    }

    private static void put(OpenMetadataServer server, String type, String request) {
        server.put(type, (ObjectNode) Yaml.documents(request).get(0));
    }
}
