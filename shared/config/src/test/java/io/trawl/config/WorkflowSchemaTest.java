package io.trawl.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema for editors is the one that follows from the records, and agrees with what the reader does. */
class WorkflowSchemaTest {

    private static final String REGENERATE = "trawl.schema.write";
    private static final Path FILE = ExamplesTest.DOCS.resolve("workflow.schema.json");
    private static final String LEDGER_URL = "workflowConfig.distributedExecution.ledger.url";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectNode GENERATED = WorkflowSchema.generate(FakeProviders.ALL.orchestrators());

    @TempDir
    Path directory;

    @Test
    void theCommittedSchemaIsTheGeneratedOne() throws IOException {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        String generated = MAPPER.writer(new DefaultPrettyPrinter()
                                .withObjectIndenter(indenter)
                                .withArrayIndenter(indenter))
                        .writeValueAsString(GENERATED)
                + "\n";
        if (Boolean.getBoolean(REGENERATE)) {
            Files.writeString(FILE, generated);
        }
        assertThat(FILE)
                .as("write it anew with: ./mvnw -pl shared/config -am test -Dtest=WorkflowSchemaTest -D" + REGENERATE
                        + "=true")
                .content()
                .isEqualTo(generated);
    }

    @ParameterizedTest
    @MethodSource("io.trawl.config.ExamplesTest#examples")
    void everyExampleIsValid(Path example) throws IOException {
        Object content = Yaml.parse(Files.readString(example), new ConfigPath("example", ""));
        assertThat(errors(MAPPER.valueToTree(content))).isEmpty();
    }

    @Test
    void aVariableMayStandForANumberOrABoolean() {
        SampleWorkflow sample = new SampleWorkflow()
                .with("workflowConfig.successThreshold", "'${FIVE}'")
                .with("source.sourceConfig.config.includeDDL", "'${YES}'")
                .with("workflowConfig.distributedExecution", "{enabled: true, entitiesPerBatch: '${FIVE}'}");
        assertThat(errors(sample.tree())).isEmpty();
        assertThat(sample.read(directory).execution().entitiesPerBatch()).hasValue(5);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '=', textBlock = """
                    sourc = {}
                    source.servicename = x
                    source.sourceConfig.config.includeTabels = true
                    source.sourceConfig.config.tableFilterPattern = {include: [a]}
                    source.sourceConfig.config.type = DatabaseUsage
                    source.sourceConfig.config.ownerConfig = {default: a}
                    source.sourceConfig.config.includeTables = maybe
                    workflowConfig.loggerLevel = TRACE
                    workflowConfig.openMetadataServerConfig.verifySSL = never
                    workflowConfig.openMetadataServerConfig.authProvider = magic
                    workflowConfig.distributedExecution.orchestrator = airflow
                    workflowConfig.distributedExecution.resourceRequests = {cpu: 1}
                    workflowConfig.distributedExecution.image = [trawl]
                    workflowConfig.distributedExecution.ledger = {uri: x}
                    workflowConfig.distributedExecution.entitiesPerBatch = some
                    workflowConfig.distributedExecution.entitiesPerBatch = 10001
                    processor = {type: x}
                    """)
    void whatTheReaderRefusesTheSchemaRefuses(String path, String yaml) {
        SampleWorkflow sample = new SampleWorkflow().with(path, yaml);
        assertThat(errors(sample.tree())).isNotEmpty();
        assertThatThrownBy(() -> sample.read(directory)).isInstanceOf(ConfigException.class);
    }

    @Test
    void bothKeepTheSameBounds() {
        Map<String, JsonNode> bounded = new LinkedHashMap<>();
        leaves(GENERATED, "").forEach((path, schema) -> {
            if (schema.has("minimum")) {
                bounded.put(path, schema);
            }
        });
        assertThat(bounded).hasSize(WorkflowSchema.BOUNDS.size() + 1);
        bounded.forEach((path, schema) -> {
            long min = schema.get("minimum").longValue();
            long max = schema.get("maximum").longValue();
            // A first pause must not be longer than the longest.
            SampleWorkflow sample = path.endsWith(".maxBackoffSeconds")
                    ? new SampleWorkflow().with(path.replace("maxB", "b"), "0")
                    : path.endsWith(".backoffSeconds")
                            ? new SampleWorkflow().with(path.replace("backoffSeconds", "maxBackoffSeconds"), "86400")
                            : new SampleWorkflow().with(LEDGER_URL, "jdbc:postgresql://h/d");
            assertThat(sample.with(path, "" + min).read(directory)).as(path).isNotNull();
            assertThat(sample.with(path, "" + max).read(directory)).as(path).isNotNull();
            for (long outside : List.of(min - 1, max + 1)) {
                assertThatThrownBy(() -> sample.with(path, "" + outside).read(directory))
                        .as(path)
                        .isInstanceOf(ConfigException.class)
                        .hasMessageContaining(path + ": '" + outside + "' is");
                assertThat(errors(sample.tree())).as(path + " = " + outside).isNotEmpty();
            }
        });
    }

    @Test
    void defaultsInTheSchemaAreTheReadersDefaults() {
        Workflow expected = new SampleWorkflow().read(directory);
        SampleWorkflow everyDefault = new SampleWorkflow();
        Map<String, JsonNode> leaves = leaves(GENERATED, "");
        leaves.forEach((path, schema) -> {
            // Not enabled, and so without influence: the others are compared with it enabled, below.
            if (schema.has("default") && !path.startsWith("workflowConfig.distributedExecution")) {
                everyDefault.with(path, schema.get("default").toString());
            }
        });
        everyDefault.with("source.sourceConfig.config.incremental", "{enabled: false, lookbackDays: 7}");
        // The digest is of the file's words: a default that is spelled out is another file.
        assertThat(everyDefault.read(directory))
                .usingRecursiveComparison()
                .ignoringFields("digest")
                .isEqualTo(expected);
        assertThat(expected.warnings()).isEmpty();

        // Of a ledger the URL alone has no default.
        String ledger = "jdbc:postgresql://h/d";
        SampleWorkflow explicit = new SampleWorkflow().with(LEDGER_URL, ledger);
        leaves.forEach((path, schema) -> {
            if (schema.has("default") && path.startsWith("workflowConfig.distributedExecution")) {
                explicit.with(path, schema.get("default").toString());
            }
        });
        SampleWorkflow withLedger = new SampleWorkflow().with(LEDGER_URL, ledger);
        assertThat(explicit.read(directory)).isEqualTo(withLedger.read(directory));
        explicit.with("workflowConfig.distributedExecution.enabled", "true");
        withLedger.with("workflowConfig.distributedExecution.enabled", "true");
        assertThat(explicit.read(directory)).isEqualTo(withLedger.read(directory));
    }

    @Test
    void theDocumentationNamesEveryKey() throws IOException {
        String page = Files.readString(ExamplesTest.DOCS.resolve("configuration.md"));
        assertThat(leaves(GENERATED, "").keySet()).hasSizeGreaterThan(80).allSatisfy(path -> {
            String key = path.substring(path.lastIndexOf('.') + 1);
            assertThat(page).as(path).containsPattern("`(\\w+\\.)*" + key + "`");
        });
    }

    /** Every key that holds no keys of its own, with its schema. */
    private static Map<String, JsonNode> leaves(JsonNode schema, String path) {
        Map<String, JsonNode> leaves = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(entry -> {
            String key = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            if (entry.getValue().has("properties")) {
                leaves.putAll(leaves(entry.getValue(), key));
            } else {
                leaves.put(key, entry.getValue());
            }
        });
        return leaves;
    }

    private static List<Error> errors(JsonNode workflow) {
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(GENERATED.toString());
        return schema.validate(workflow);
    }
}
