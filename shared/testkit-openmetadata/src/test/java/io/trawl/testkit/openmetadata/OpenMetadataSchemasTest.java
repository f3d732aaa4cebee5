package io.trawl.testkit.openmetadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenMetadataSchemasTest {

    private OpenMetadataSchemas schemas;

    @BeforeEach
    void find() {
        Optional<OpenMetadataSchemas> found = OpenMetadataSchemas.find();
        assumeTrue(found.isPresent(), "the published schemas are not on this machine");
        schemas = found.get();
    }

    private List<String> errors(String type, String json) {
        return schemas.errors(type, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void validRequests() {
        assertThat(errors("databaseService", "{'name':'svc','serviceType':'Postgres'}"))
                .isEmpty();
        assertThat(errors("database", "{'name':'db','service':'svc'}")).isEmpty();
        assertThat(errors("databaseSchema", "{'name':'s','database':'svc.db'}")).isEmpty();
        assertThat(errors("classification", "{'name':'c','description':'d'}")).isEmpty();
        assertThat(errors("tag", "{'name':'t','description':'d','classification':'c'}"))
                .isEmpty();
        assertThat(errors(
                        "table", "{'name':'t','databaseSchema':'svc.db.s','columns':[{'name':'a','dataType':'INT'}]}"))
                .isEmpty();
        assertThat(errors(
                        "storedProcedure",
                        "{'name':'p','databaseSchema':'svc.db.s','storedProcedureCode':{'language':'SQL','code':''}}"))
                .isEmpty();
        assertThat(errors("pipelineStatus", "{'runId':'r','pipelineState':'success','startDate':1}"))
                .isEmpty();
    }

    @Test
    void eachErrorIsALine() {
        assertThat(errors("table", "{'name':'','columns':[{'name':'a','dataType':'WORD'}],'colour':'red'}"))
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(line -> assertThat(line).doesNotContain("\n"))
                .anyMatch(line -> line.contains("colour"))
                .anyMatch(line -> line.startsWith("/columns/0/dataType"))
                .anyMatch(line -> line.contains("databaseSchema"));
        assertThat(errors("table", "{'name'")).singleElement().asString().startsWith("no JSON");
        assertThatThrownBy(() -> errors("topic", "{}")).hasMessageContaining("'topic'");
    }
}
