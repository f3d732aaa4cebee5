package io.trawl.sink.openmetadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.workflow.ConfigException;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.StoredEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server refuses of the hierarchy is left out, with what lies in it; the rest is written. */
class HierarchyRefusalsTest extends SinkTest {

    @BeforeEach
    void start() {
        serve(OpenMetadataServer.builder());
    }

    private List<HierarchyFailure> write(Hierarchy hierarchy) {
        open();
        return sink.writeHierarchy(hierarchy);
    }

    /** By database. */
    private static Hierarchy hierarchy(Map<String, List<String>> schemas, String... tags) {
        List<Hierarchy.Database> databases = new ArrayList<>();
        new TreeMap<>(schemas)
                .forEach((database, names) -> databases.add(new Hierarchy.Database(
                        database,
                        null,
                        names.stream()
                                .map(name -> new Hierarchy.Schema(name, null))
                                .toList(),
                        null)));
        List<Hierarchy.Tag> named = new ArrayList<>();
        for (String tag : tags) {
            named.add(new Hierarchy.Tag(tag, "a tag"));
        }
        return new Hierarchy(
                new Hierarchy.Service("svc", "Postgres", null),
                databases,
                named.isEmpty() ? List.of() : List.of(new Hierarchy.Classification("Policies", "policies", named)),
                true,
                0);
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "s" + i).toList();
    }

    private static boolean isThird(String fqn) {
        return Integer.parseInt(fqn.substring(fqn.lastIndexOf('s') + 1)) % 3 == 0;
    }

    private List<String> held(String type) {
        return server.all(type).stream().map(StoredEntity::fqn).toList();
    }

    @ParameterizedTest
    @CsvSource({"400,0", "403,0", "404,0", "409,0", "413,0", "422,0", "400,404", "403,405"})
    void everyThirdSchema(int status, int bulkAbsent) {
        if (bulkAbsent > 0) {
            serve(OpenMetadataServer.builder().withoutBulk(bulkAbsent));
        }
        server.refuse("databaseSchema", HierarchyRefusalsTest::isThird, status);

        List<HierarchyFailure> refused = write(hierarchy(Map.of("db", names(300))));

        assertThat(held("databaseSchema")).hasSize(200).noneMatch(HierarchyRefusalsTest::isThird);
        assertThat(refused)
                .hasSize(100)
                .allMatch(failure -> isThird(failure.fqn()))
                .allMatch(failure -> failure.type() == EntityType.DATABASE_SCHEMA)
                .allMatch(failure -> failure.kind() == (status == 403 ? FailureKind.PERMISSION : FailureKind.INVALID));
        assertThat(refused)
                .filteredOn(failure -> failure.fqn().equals("svc.db.s297"))
                .singleElement()
                .satisfies(failure -> assertThat(failure.message())
                        .isEqualTo("metadata-rest refused databaseSchema 'svc.db.s297': PUT /databaseSchemas: " + status
                                + " databaseSchema svc.db.s297 is refused on demand"));
        // Service twice, probe, database; a bulk request for each 100 and one for each that is refused, or one for
        // each.
        assertThat(server.requestCount()).isEqualTo(bulkAbsent > 0 ? 4 + 300 : 4 + 3 + 100);
    }

    @Test
    void namesThatTheServerCannotHold() {
        serve(OpenMetadataServer.builder().version("2.0.9"));
        String longName = "s".repeat(257);

        List<HierarchyFailure> refused = write(hierarchy(
                Map.of("db", List.of("good", "bad\nname", longName), "bad\tdb", List.of("never sent")),
                "only\nowner",
                "fine"));

        assertThat(refused)
                .extracting(HierarchyFailure::type, HierarchyFailure::fqn)
                .containsExactlyInAnyOrder(
                        tuple(EntityType.TAG, "Policies.only\nowner"),
                        tuple(EntityType.DATABASE, "svc.bad\tdb"),
                        tuple(EntityType.DATABASE_SCHEMA, "svc.db.bad\nname"),
                        tuple(EntityType.DATABASE_SCHEMA, "svc.db." + longName));
        assertThat(refused).allSatisfy(failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
            assertThat(failure.message()).doesNotContainPattern("\\p{Cntrl}").hasSizeLessThan(600);
        });
        assertThat(held("databaseSchema")).containsExactly("svc.db.good");
        assertThat(held("tag")).containsExactly("Policies.fine");
    }

    @Test
    void aDatabaseWithAllItsSchemas() {
        server.refuse("database", fqn -> fqn.equals("svc.closed"), 403);

        List<HierarchyFailure> refused = write(hierarchy(Map.of("closed", names(20), "open", names(2))));

        assertThat(refused).extracting(HierarchyFailure::fqn).containsExactly("svc.closed");
        assertThat(held("databaseSchema")).containsExactly("svc.open.s0", "svc.open.s1");
    }

    @Test
    void aClassificationWithAllItsTags() {
        server.refuse("classification", fqn -> true, 403);

        List<HierarchyFailure> refused = write(hierarchy(Map.of("db", names(1)), "a.b", "c"));

        assertThat(refused).extracting(HierarchyFailure::fqn).containsExactly("Policies.\"a.b\"", "Policies.c");
        assertThat(refused).allSatisfy(failure -> assertThat(failure.message())
                .startsWith("metadata-rest refused classification 'Policies': PUT /classifications: 403 "));
        assertThat(held("databaseSchema")).containsExactly("svc.db.s0");
    }

    @Test
    void whatTheServerCannotDoForOneIsNotTheOthersFault() {
        server.refuse("databaseSchema", fqn -> fqn.endsWith("s1"), 500);

        assertThat(write(hierarchy(Map.of("db", names(3)))))
                .singleElement()
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.BUG));
        assertThat(held("databaseSchema")).containsExactly("svc.db.s0", "svc.db.s2");
    }

    @Test
    void allSchemasButNotForLackOfPermission() {
        server.refuse("databaseSchema", fqn -> true, 400);

        assertThat(write(hierarchy(Map.of("db", names(5))))).hasSize(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"database", "databaseSchema"})
    void everythingForLackOfPermissionEndsTheRun(String type) {
        server.refuse(type, fqn -> true, 403);

        assertFails(FailureKind.PERMISSION, () -> write(hierarchy(Map.of("a", names(5), "b", names(5)))))
                .hasMessageStartingWith("sink metadata-rest at " + server.hostPort() + ": svc.a")
                .hasMessageContaining(" 403 ");
    }

    /** A token that ends, a server that is stopped, a plan's limit, a proxy that wants a login. */
    @ParameterizedTest
    @CsvSource({"401,PERMISSION", "503,TRANSIENT", "429,THROTTLED", "302,INVALID"})
    void whatIsNotAboutOneSchemaEndsTheRun(int status, FailureKind kind) {
        server.plan(request -> request.path().startsWith("/databaseSchemas"), 1_000, Answer.status(status));

        assertFails(kind, () -> write(hierarchy(Map.of("db", names(3)))));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409, 422})
    void aServiceThatIsRefusedIsAMistakeInTheFile(int status) {
        server.refuse("databaseService", fqn -> true, status);

        assertThatThrownBy(() -> write(hierarchy(Map.of("db", names(1)))))
                .isInstanceOf(ConfigException.class)
                .hasMessage("source.serviceName: the server refuses 'svc': PUT /services/databaseServices: " + status
                        + " databaseService svc is refused on demand");
    }

    @ParameterizedTest
    @CsvSource({"403,PERMISSION", "404,INVALID"})
    void aServiceThatMayNotBeWrittenOrAnotherServer(int status, FailureKind kind) {
        server.refuse("databaseService", fqn -> true, status);

        assertFails(kind, () -> write(hierarchy(Map.of("db", names(1)))));
    }

    @Test
    void aSchemaThatIsAllowedLaterArrives() {
        server.refuse("databaseSchema", fqn -> fqn.endsWith("s1"), 403);
        Hierarchy hierarchy = hierarchy(Map.of("db", names(3)));
        assertThat(write(hierarchy)).hasSize(1);

        server.heal();

        assertThat(write(hierarchy)).isEmpty();
        assertThat(held("databaseSchema")).contains(Fqn.of("svc", "db", "s1"));
    }
}
