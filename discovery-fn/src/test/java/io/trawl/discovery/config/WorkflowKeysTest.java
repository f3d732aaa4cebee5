package io.trawl.discovery.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowReader;
import io.trawl.discovery.config.KeyTable.Row;
import io.trawl.discovery.config.KeyTable.Verdict;
import io.trawl.testkit.Checkout;
import io.trawl.testkit.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key of OpenMetadata's workflow, with the sources and sinks that there are. */
class WorkflowKeysTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DOCUMENTATION = Path.of("../docs/configuration.md");

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PASSWORD", "pa55-the-secret",
            "OTHER_PASSWORD", "an0ther-secret",
            "TOKEN", "t0ken-the-secret",
            "OTHER_TOKEN", "an0ther-token");

    private static final String WORKFLOW = """
            source:
              type: %s
              serviceName: warehouse
              serviceConnection:
                config:
                  username: trawl
                  hostPort: %s
                  database: shop
                  authType: %s
            sink: {type: metadata-rest}
            workflowConfig:
              openMetadataServerConfig:
                hostPort: http://localhost:8585/api
                authProvider: openmetadata
                securityConfig: {jwtToken: $TOKEN}
            """;

    private static final String SNOWFLAKE =
            "{account: acme-main, username: trawl, password: '${PASSWORD}', warehouse: wh, database: SHOP}";

    private static final String PASSWORD = "{password: '${PASSWORD}'}";
    private static final String IAM =
            "{awsConfig: {awsRegion: eu-west-1, awsAccessKeyId: AKIATEST, awsSecretAccessKey: s3cret}}";

    /** Where docs/configuration.md describes the keys of a group. */
    private static final Map<String, List<String>> SECTIONS = Map.of(
            "workflow", List.of("## The workflow", "## How to run"),
            "metadata", List.of("## What to ingest"),
            "server", List.of("### The server"),
            "sink", List.of("### The server"),
            "postgres", List.of("### PostgreSQL"),
            "postgres iam", List.of("### IAM", "### PostgreSQL"),
            "redshift", List.of("### Redshift"),
            "redshift iam", List.of("### IAM", "### Redshift"),
            "snowflake", List.of("### Snowflake"));

    private static final WorkflowReader READER = new WorkflowReader(ENVIRONMENT);

    @TempDir
    static Path directory;

    @BeforeAll
    static void files() throws IOException {
        Files.writeString(directory.resolve("token.txt"), "from-the-file\n");
    }

    static List<Row> rows() {
        return KeyTable.rows();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void whatBecomesOfAKey(Row row) {
        ObjectNode tree = base(row.group());
        if (row.verdict() == Verdict.REFUSED || row.verdict() == Verdict.WRONG) {
            put(tree, row.path(), row.value());
            String separator = row.said().startsWith(".") || row.said().startsWith("[") ? "" : ": ";
            assertThat(complaint(tree))
                    .startsWith(directory.resolve("w.yaml") + ": ")
                    .contains(row.key() + separator + row.said());
            return;
        }
        Workflow before = read(tree);
        assertThat(before.warnings()).isEmpty();
        put(tree, row.path(), row.value());
        Workflow after = read(tree);
        boolean warns = row.verdict() == Verdict.WARNING || !row.said().isEmpty();
        String said = (row.verdict() == Verdict.WARNING ? "has no effect here: " : "") + row.said();
        assertThat(after.warnings())
                .isEqualTo(warns ? List.of(directory.resolve("w.yaml") + ": " + row.path() + ": " + said) : List.of());
        if (row.verdict() == Verdict.EFFECT) {
            assertThat(content(after)).isNotEqualTo(content(before));
        } else if (row.verdict() != Verdict.ACCEPTED
                && !row.key().startsWith("connection")
                && !row.key().equals("incremental.enabled")) { // which has an effect on other sources
            assertThat(content(after)).isEqualTo(content(before));
        }
    }

    /** Any key with a text of 5,000 characters, with quotes and line breaks in it. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("paths")
    void noMessageQuotesMoreThan200Characters(String group, String path) {
        for (String piece : List.of("x", "it's a:b@c/ two\nlines [( -----BEGIN ")) {
            ObjectNode tree = base(group);
            String value = piece.repeat(5_000 / piece.length());
            put(tree, path, JSON.getNodeFactory().textNode(value).toString());
            try {
                read(tree).warnings().forEach(warning -> assertThat(warning).hasSizeLessThan(700));
            } catch (ConfigException e) {
                assertThat(e.getMessage()).hasLineCount(1).hasSizeLessThan(700);
            }
        }
    }

    static Stream<Arguments> paths() {
        return rows().stream()
                .map(row -> List.of(row.group(), row.path()))
                .distinct()
                .map(pair -> arguments(pair.get(0), pair.get(1)));
    }

    /** The published schemas, and the group of the table in which their keys stand. */
    static Stream<Arguments> schemas() {
        String connections = "entity/services/connections/";
        return Stream.of(
                        List.of("metadataIngestion/workflow.json", "workflow"),
                        List.of("metadataIngestion/databaseServiceMetadataPipeline.json", "metadata"),
                        List.of(connections + "metadata/openMetadataConnection.json", "server"),
                        List.of(connections + "database/postgresConnection.json", "postgres"),
                        List.of(connections + "database/redshiftConnection.json", "redshift"),
                        List.of(connections + "database/snowflakeConnection.json", "snowflake"))
                .flatMap(pair -> Stream.of(
                        arguments("openmetadata", pair.get(0), pair.get(1)),
                        arguments("openmetadata-2.0.7", pair.get(0), pair.get(1))));
    }

    @ParameterizedTest(name = "{1} of {0}")
    @MethodSource("schemas")
    void theTableHasEveryPublishedKey(String version, String file, String group) {
        Path folder = Checkout.schemas("trawl." + version, version).orElse(Path.of(version));
        assumeThat(folder).isDirectory();
        boolean wrapped = version.equals("openmetadata") && group.equals("workflow");
        Set<String> published = PublishedKeys.of(folder, file, wrapped ? "/properties/openMetadataWorkflowConfig" : "");
        assertThat(published).hasSizeGreaterThan(15);
        Set<String> known = rows().stream()
                .filter(row -> row.group().startsWith(group) && !row.value().equals("~"))
                .map(Row::key)
                .collect(Collectors.toSet());
        assertThat(published)
                .filteredOn(key -> known.stream().noneMatch(row -> key.equals(row) || key.startsWith(row + ".")))
                .filteredOn(key -> !group.equals("workflow") || !isInAnotherGroup(key))
                .isEmpty();
    }

    private static boolean isInAnotherGroup(String key) {
        return Stream.of(
                        "source.serviceConnection",
                        "source.sourceConfig",
                        "workflowConfig.openMetadataServerConfig",
                        "sink.config")
                .anyMatch(key::startsWith);
    }

    /** A key's row in the documentation says what the table says. */
    @Test
    void theDocumentationSaysTheSame() {
        String text = Checkout.text(DOCUMENTATION);
        for (List<Row> rows : rows().stream()
                .filter(row -> !row.value().equals("~"))
                .filter(row -> !row.key().startsWith("connection") || !row.key().contains("."))
                .collect(Collectors.groupingBy(row -> row.group() + " " + row.key()))
                .values()) {
            Row first = rows.get(0);
            String described = describe(text, first);
            Set<Verdict> verdicts = rows.stream().map(Row::verdict).collect(Collectors.toSet());
            if (verdicts.contains(Verdict.REFUSED) && !first.key().startsWith("connection")) {
                assertThat(described).as(first.toString()).contains("refused");
            }
            if (verdicts.contains(Verdict.WARNING)) {
                assertThat(described).as(first.toString()).contains("no effect", "warning");
            }
            boolean isMapping = first.value().startsWith("{"); // which spells out a default
            if (verdicts.equals(Set.of(Verdict.NONE)) && !isMapping) {
                assertThat(described).as(first.toString()).containsAnyOf("no effect", "nothing else");
            }
        }
    }

    /** The rows whose first cell names the key, by as much of its path as there is, or keys below it. */
    private static String describe(String text, Row row) {
        String sections = SECTIONS.get(row.group()).stream()
                .map(heading -> section(text, heading))
                .collect(Collectors.joining("\n"));
        for (String name = row.key(); !name.isEmpty(); name = name.replaceFirst("^[^.]*\\.?", "")) {
            Pattern cell = Pattern.compile("(?m)^\\|[^|]*`([\\w.]+\\.)?" + Pattern.quote(name) + "(\\.\\w+)?`.*$");
            String found =
                    cell.matcher(sections).results().map(MatchResult::group).collect(Collectors.joining("\n"));
            if (!found.isEmpty()) {
                return found;
            }
        }
        int dot = row.key().lastIndexOf('.');
        assertThat(dot).as("docs/configuration.md says nothing of " + row).isPositive();
        return describe(
                text, new Row(row.group(), row.key().substring(0, dot), row.value(), row.verdict(), row.said()));
    }

    private static String section(String text, String heading) {
        int begin = text.indexOf("\n" + heading + "\n");
        assertThat(begin).as(heading).isPositive();
        int end = text.indexOf("\n## ", begin + heading.length());
        int sub = text.indexOf("\n### ", begin + heading.length());
        if (sub > 0 && sub < end || end < 0) {
            end = sub;
        }
        return text.substring(begin, end < 0 ? text.length() : end);
    }

    private static ObjectNode base(String group) {
        if (group.equals("snowflake")) {
            ObjectNode workflow = base("postgres");
            ObjectNode source = (ObjectNode) workflow.get("source");
            source.put("type", "snowflake");
            ((ObjectNode) source.get("serviceConnection"))
                    .set("config", Yaml.documents(SNOWFLAKE).get(0));
            return workflow;
        }
        boolean redshift = group.startsWith("redshift");
        return (ObjectNode) Yaml.documents(WORKFLOW.formatted(
                        redshift ? "redshift" : "postgres",
                        redshift ? "dwh.abc123.eu-west-1.redshift.amazonaws.com" : "localhost:5432",
                        group.endsWith("iam") ? IAM : PASSWORD))
                .get(0);
    }

    private static void put(ObjectNode tree, String path, String yaml) {
        ObjectNode at = tree;
        String[] keys = path.split("\\.");
        for (int i = 0; i < keys.length - 1; i++) {
            at = at.path(keys[i]).isObject() ? (ObjectNode) at.get(keys[i]) : at.putObject(keys[i]);
        }
        at.set(keys[keys.length - 1], Yaml.documents("value: " + yaml).get(0).get("value"));
    }

    /** Without what is another in every file. */
    private static Workflow content(Workflow workflow) {
        return new Workflow(
                workflow.name(),
                "",
                workflow.directory(),
                workflow.source(),
                workflow.sink(),
                workflow.workflowConfig(),
                workflow.ingestionPipelineFQN(),
                List.of());
    }

    private static Workflow read(JsonNode tree) {
        try {
            // JSON is YAML.
            Path file = Files.writeString(directory.resolve("w.yaml"), JSON.writeValueAsString(tree));
            return READER.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String complaint(JsonNode tree) {
        ConfigException complaint = catchThrowableOfType(ConfigException.class, () -> read(tree));
        assertThat(complaint).as("accepted").isNotNull().hasNoCause();
        assertThat(complaint.getMessage())
                .hasLineCount(1)
                .doesNotContain("s3cret", "pa55-the-secret", "t0ken-the-secret");
        return complaint.getMessage();
    }
}
