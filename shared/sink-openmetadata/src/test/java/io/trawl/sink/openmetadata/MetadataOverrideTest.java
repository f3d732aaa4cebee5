package io.trawl.sink.openmetadata;

import static io.trawl.sink.openmetadata.Fixture.SCHEMA;
import static io.trawl.sink.openmetadata.Fixture.failed;
import static io.trawl.sink.openmetadata.Fixture.hierarchy;
import static io.trawl.sink.openmetadata.Fixture.ingested;
import static io.trawl.sink.openmetadata.Fixture.request;
import static io.trawl.sink.openmetadata.Fixture.table;
import static io.trawl.sink.openmetadata.Fixture.tables;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Table;
import io.trawl.api.model.TagLabel;
import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataOverrideTest extends SinkTest {

    private static final String EDITED = SCHEMA + ".t00003";

    @BeforeEach
    void start() {
        serve(OpenMetadataServer.builder());
        open();
        sink.writeHierarchy(hierarchy("public", "sales"));
        sink.write(tables(20));
        server.edit("table", EDITED, table -> {
            table.put("description", "written by a person").put("displayName", "Nice name");
            ((ObjectNode) table.path("columns").get(2)).put("description", "a column nobody explained");
        });
        server.edit("databaseSchema", SCHEMA, schema -> schema.put("description", "a person's schema"));
    }

    private JsonNode stored(String type, String fqn) {
        return server.find(type, fqn).orElseThrow().document();
    }

    @Test
    void withoutItWhatPeopleWroteStays() {
        open();
        sink.writeHierarchy(hierarchy("public", "sales"));
        assertThat(ingested(sink.write(tables(20)))).hasSize(20);
        assertThat(stored("table", EDITED).path("description").asText()).isEqualTo("written by a person");
        assertThat(stored("databaseSchema", SCHEMA).path("description").asText())
                .isEqualTo("a person's schema");
        assertThat(server.requests()).noneMatch(r -> r.method().equals("PATCH"));
    }

    @ParameterizedTest(name = "of the sink: {0}")
    @ValueSource(booleans = {false, true})
    void withItTheSourceWinsWhereItSaysSomething(boolean ofTheSink) {
        fixture.overrideMetadata = !ofTheSink;
        fixture.sinkOverrides = ofTheSink;
        open();
        sink.writeHierarchy(hierarchy("public", "sales"));
        assertThat(ingested(sink.write(tables(20)))).hasSize(20);
        JsonNode table = stored("table", EDITED);
        assertThat(table.path("description").asText()).isEqualTo("about t00003");
        // The source has no display name and no comment on the column.
        assertThat(table.path("displayName").asText()).isEqualTo("Nice name");
        assertThat(table.path("columns").get(2).path("description").asText()).isEqualTo("a column nobody explained");
        assertThat(stored("databaseSchema", SCHEMA).path("description").asText())
                .isEqualTo("schema public");
    }

    @Test
    void onlyWhatDiffersIsReadAndPatched() {
        fixture.overrideMetadata = true;
        long before = server.requestCount();
        open();
        sink.write(tables(20));
        // A bulk write, a list of the schema, one table read, one patched.
        assertThat(server.requestCount()).isEqualTo(before + 4);
        sink.write(tables(20));
        assertThat(server.requests().stream().filter(r -> r.method().equals("PATCH")))
                .hasSize(1);
    }

    @Test
    void whatIsNewNeedsNoPatch() {
        fixture.overrideMetadata = true;
        open();
        assertThat(ingested(sink.write(tables(30)))).hasSize(30);
        assertThat(server.requests().stream().filter(r -> r.method().equals("PATCH")))
                .hasSize(1);
        assertThat(server.count("table")).isEqualTo(30);
    }

    @Test
    void tagsOfTheSourceReplaceOthersOnlyWhereItHasSome() {
        Fixture.putTag(server, "Policy", "pii");
        Fixture.putTag(server, "Tier", "Tier1");
        String tagged = SCHEMA + ".tagged";
        Table source = table(SCHEMA, "tagged");
        Table withTags =
                table(SCHEMA, source.name(), null, source.columns(), List.of(TagLabel.automated("Policy.pii")), null);
        fixture.overrideMetadata = true;
        open();
        sink.write(List.of(request(withTags)));
        for (String fqn : List.of(tagged, EDITED)) {
            server.edit("table", fqn, table -> table.putArray("tags")
                    .addObject()
                    .put("tagFQN", "Tier.Tier1")
                    .put("source", "Classification")
                    .put("labelType", "Manual")
                    .put("state", "Confirmed"));
        }
        open();
        sink.write(List.of(request(withTags), tables(4).get(3)));
        assertThat(stored("table", tagged).path("tags").findValuesAsText("tagFQN"))
                .containsExactly("Policy.pii");
        assertThat(stored("table", EDITED).path("tags").findValuesAsText("tagFQN"))
                .containsExactly("Tier.Tier1");
    }

    @Test
    void aPatchThatFailsIsAFailureOfItsEntity() {
        fixture.overrideMetadata = true;
        server.plan(r -> r.method().equals("PATCH"), 100, Answer.status(403));
        open();
        var outcomes = sink.write(tables(20));
        assertThat(ingested(outcomes)).hasSize(19);
        assertThat(failed(outcomes)).singleElement().satisfies(failure -> {
            assertThat(failure.descriptor().id()).isEqualTo(EDITED);
            assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
        });
    }
}
