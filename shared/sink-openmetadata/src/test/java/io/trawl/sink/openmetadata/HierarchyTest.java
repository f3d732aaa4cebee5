package io.trawl.sink.openmetadata;

import static io.trawl.sink.openmetadata.Fixture.hierarchy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Hierarchy;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.StoredEntity;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HierarchyTest extends SinkTest {

    private static final Hierarchy LARGE = new Hierarchy(
            new Hierarchy.Service("svc.prod", "Postgres", "the service"),
            IntStream.range(0, 3)
                    .mapToObj(d -> new Hierarchy.Database(
                            "db" + d,
                            null,
                            IntStream.range(0, 60)
                                    .mapToObj(s -> new Hierarchy.Schema("s." + s, null))
                                    .toList(),
                            d == 1 ? new Hierarchy.Failure(FailureKind.TRANSIENT, "cut off") : null))
                    .toList(),
            List.of(new Hierarchy.Classification(
                    "PostgresPolicyTags",
                    "policy tags",
                    List.of(new Hierarchy.Tag("a.b", "a tag"), new Hierarchy.Tag("c", "another")))),
            true,
            0);

    @Test
    void parentsComeBeforeChildrenInFewRequests() {
        serve(OpenMetadataServer.builder());
        open();
        sink.writeHierarchy(LARGE);
        assertThat(server.all("databaseService")).extracting(StoredEntity::fqn).containsExactly("\"svc.prod\"");
        assertThat(server.all("tag"))
                .extracting(StoredEntity::fqn)
                .containsExactly("PostgresPolicyTags.\"a.b\"", "PostgresPolicyTags.c");
        assertThat(server.count("database")).isEqualTo(3);
        assertThat(server.count("databaseSchema")).isEqualTo(180);
        assertThat(server.find("databaseSchema", Fqn.of("svc.prod", "db1", "s.59")))
                .isPresent();
        // GET and PUT service, probe, classification, tags, databases, two chunks of schemas.
        assertThat(server.requestCount()).isEqualTo(8);
    }

    @Test
    void withoutBulkToo() {
        serve(OpenMetadataServer.builder().withoutBulk(405));
        open();
        sink.writeHierarchy(LARGE);
        assertThat(server.count("databaseSchema")).isEqualTo(180);
        assertThat(server.requests().stream().filter(r -> r.isBulk())).hasSize(1);
    }

    @Test
    void anExistingServiceKeepsItsConnection() {
        serve(OpenMetadataServer.builder().withoutSchemas());
        open();
        var service = Fixture.JSON.createObjectNode().put("name", "svc").put("serviceType", "Postgres");
        service.putObject("connection").putObject("config").put("hostPort", "db:5432");
        server.put("databaseService", service);
        sink.writeHierarchy(hierarchy("public"));
        assertThat(server.find("databaseService", "svc").orElseThrow().document())
                .isEqualTo(service);
        assertThat(server.count("databaseSchema")).isEqualTo(1);
    }

    @Test
    void aDeletedServiceIsRestored() {
        start(OpenMetadataServer.builder());
        server.delete("databaseService", "svc");
        assertThat(server.count("databaseSchema")).isZero();
        sink.writeHierarchy(hierarchy("public"));
        assertThat(server.count("databaseService")).isEqualTo(1);
        assertThat(server.count("databaseSchema")).isEqualTo(1);
    }

    @Test
    void noServiceIsCreatedWithACredential() {
        start(OpenMetadataServer.builder());
        assertThat(server.find("databaseService", "svc")
                        .orElseThrow()
                        .document()
                        .fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("name", "serviceType");
    }

    @Test
    void nobodyThereIsSaidSoonAndClearly() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        fixture = new Fixture(URI.create("http://localhost:" + free + "/api"), "token");
        open();
        assertFails(FailureKind.TRANSIENT, () -> sink.writeHierarchy(hierarchy("public")))
                .hasMessage("sink metadata-rest at http://localhost:" + free + "/api: connection refused");
        assertThat(fixture.pauses).hasSize(fixture.retryPolicy.maxAttempts() - 1);
    }

    @Test
    void anUnknownHostIsSaid() {
        fixture = new Fixture(URI.create("http://no-such-host.invalid:8585/api"), "token");
        open();
        assertThatThrownBy(() -> sink.writeHierarchy(hierarchy("public")))
                .hasMessage("sink metadata-rest at http://no-such-host.invalid:8585/api: the host is unknown");
    }
}
