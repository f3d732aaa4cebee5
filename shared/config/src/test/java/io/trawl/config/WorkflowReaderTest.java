package io.trawl.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.DeletionLimit;
import io.trawl.api.workflow.DistributedExecution;
import io.trawl.api.workflow.FilterPattern;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.api.workflow.Orchestrator;
import io.trawl.api.workflow.RetryPolicy;
import io.trawl.api.workflow.Secret;
import io.trawl.api.workflow.ServerConfig;
import io.trawl.api.workflow.Workflow;
import io.trawl.api.workflow.WorkflowConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a workflow that is right. */
class WorkflowReaderTest {

    private static final String CONNECTION = "source.serviceConnection.config";
    private static final String METADATA = "source.sourceConfig.config";
    private static final String SERVER = "workflowConfig.openMetadataServerConfig";
    private static final String EXECUTION = "workflowConfig.distributedExecution";

    @TempDir
    Path directory;

    @Test
    void whatIsNotSaidIsAtItsDefault() {
        Workflow workflow = new SampleWorkflow().read(directory);

        assertThat(workflow.warnings()).isEmpty();
        assertThat(workflow.name()).isEqualTo("pg");
        assertThat(workflow.directory()).isEqualTo(directory);
        assertThat(workflow.ingestionPipelineFQN()).isNull();
        assertThat(workflow.source().type()).isEqualTo("postgres");
        assertThat(workflow.source().serviceName()).isEqualTo("warehouse");
        assertThat(workflow.source().metadata()).isEqualTo(DatabaseMetadata.defaults());
        assertThat(workflow.sink()).isEqualTo(new Workflow.SinkSpec("metadata-rest", new FakeProviders.RestConfig()));
        assertThat(workflow.workflowConfig().loggerLevel()).isEqualTo(WorkflowConfig.LoggerLevel.INFO);
        assertThat(workflow.workflowConfig().raiseOnError()).isTrue();
        assertThat(workflow.workflowConfig().successThreshold()).isEqualTo(90);
        assertThat(workflow.execution()).isEqualTo(DistributedExecution.sequential());
        assertThat(server(workflow).jwtToken().reveal()).isEqualTo(SampleWorkflow.TOKEN);
        assertThat(server(workflow).verifySsl()).isEqualTo(ServerConfig.VerifySsl.NO_SSL);
        assertThat(server(workflow).extraHeaders()).isEmpty();
    }

    @Test
    void secretsAreInNoText() {
        Workflow workflow = new SampleWorkflow()
                .with(SERVER + ".extraHeaders", "{X-Key: pa55-the-secret}")
                .read(directory);
        assertThat(workflow.toString()).doesNotContain(SampleWorkflow.PASSWORD, SampleWorkflow.TOKEN);
    }

    @Test
    void aFileNeedsNoServer() {
        Workflow workflow =
                new SampleWorkflow().toFile().without("workflowConfig").read(directory);
        assertThat(workflow.workflowConfig().openMetadataServerConfig()).isNull();
        assertThat(workflow.sink().config()).isEqualTo(new FakeProviders.FileConfig("out.ndjson"));
        assertThat(workflow.execution()).isEqualTo(DistributedExecution.sequential());
    }

    @Test
    void aFileBesideAServerNeedsNoToken() {
        Workflow workflow = new SampleWorkflow()
                .toFile()
                .with(SERVER, "{hostPort: 'http://h/api', authProvider: openmetadata}")
                .read(directory);
        assertThat(server(workflow).jwtToken()).isNull();
    }

    @Test
    void aServerWithoutAuthentication() {
        for (String provider : List.of("no-auth", "~")) {
            SampleWorkflow sample = new SampleWorkflow()
                    .with(SERVER + ".authProvider", provider)
                    .without(SERVER + ".securityConfig");
            assertThat(server(sample.read(directory)).jwtToken()).isNull();
        }
    }

    @Test
    void everythingAServerCanSay() {
        ServerConfig server = server(new SampleWorkflow()
                .with(SERVER + ".hostPort", "https://om.example.com/metadata/api/")
                .with(SERVER + ".verifySSL", "validate")
                .with(SERVER + ".sslConfig", "{caCertificate: certificates/ca.pem}")
                .with(SERVER + ".extraHeaders", "{X-Team: data}")
                .read(directory));
        assertThat(server.hostPort()).hasToString("https://om.example.com/metadata/api");
        assertThat(server.verifySsl()).isEqualTo(ServerConfig.VerifySsl.VALIDATE);
        assertThat(server.caCertificate()).isEqualTo("certificates/ca.pem");
        assertThat(server.extraHeaders()).isEqualTo(Map.of("X-Team", "data"));
    }

    @Test
    void everythingDistributedExecutionCanSay() {
        DistributedExecution execution =
                new SampleWorkflow().with(EXECUTION, """
                        enabled: true
                        orchestrator: local
                        parallelism: 50
                        entitiesPerBatch: 7
                        maxSourceConnections: 30
                        waitForCompletion: true
                        timeoutSeconds: 60
                        retryPolicy: {maxAttempts: 5, backoffSeconds: 0.25, backoffFactor: 3, maxBackoffSeconds: 9}
                        deletion: {maxShare: 1, maxCount: 40}
                        includeExtensionMembers: true
                        """).read(directory).execution();
        assertThat(execution)
                .isEqualTo(new DistributedExecution(
                        true,
                        Orchestrator.LOCAL,
                        50,
                        OptionalInt.of(7),
                        30,
                        new RetryPolicy(5, Duration.ofMillis(250), 3, Duration.ofSeconds(9)),
                        true,
                        Duration.ofSeconds(60),
                        new DeletionLimit(1, 40),
                        true,
                        null));
    }

    @Test
    void knativeHasDefaultsOfItsOwn() {
        SampleWorkflow sample = new SampleWorkflow()
                .with(EXECUTION, "{enabled: true, orchestrator: knative, ledger: {url: 'jdbc:postgresql:d'}}");
        DistributedExecution execution = sample.read(directory).execution();
        assertThat(execution.mode()).isEqualTo("knative");
        assertThat(execution.entitiesPerBatch()).hasValue(1);
        assertThat(execution.retryPolicy().backoff()).isEqualTo(Duration.ofSeconds(60));
        assertThat(execution.waitForCompletion()).isTrue();

        sample.with(EXECUTION + ".entitiesPerBatch", "auto")
                .with(EXECUTION + ".retryPolicy", "{maxBackoffSeconds: 5}")
                .with(EXECUTION + ".waitForCompletion", "false");
        execution = sample.read(directory).execution();
        assertThat(execution.entitiesPerBatch()).isEmpty();
        assertThat(execution.retryPolicy().backoff()).isEqualTo(Duration.ofSeconds(5));
        assertThat(execution.waitForCompletion()).isFalse();

        assertThatThrownBy(() -> sample.with("sink", "{type: file, config: {filename: a}}")
                        .read(directory))
                .hasMessageContaining(
                        "sink.type: 'file' is written by one process, and with orchestrator: knative many");
    }

    /** threads, distributedExecution, and what follows: enabled, workers, connections. */
    static Stream<Arguments> workers() {
        return Stream.of(
                arguments("~", "~", false, 1, 1),
                arguments("1", "~", false, 1, 1),
                arguments("4", "~", true, 4, 4),
                arguments("64", "~", true, 64, 20),
                arguments("9000", "~", true, 500, 20),
                arguments("4", "{enabled: false}", true, 4, 4),
                arguments("4", "{enabled: false, parallelism: 8, maxSourceConnections: 2}", true, 4, 4),
                arguments("1", "{enabled: false, parallelism: 8}", false, 1, 1),
                arguments("1", "{parallelism: 8}", false, 1, 1),
                arguments("1", "{enabled: true}", true, 10, 10),
                arguments("1", "{enabled: true, parallelism: 1}", true, 1, 1),
                arguments("1", "{enabled: true, parallelism: 500}", true, 500, 20),
                arguments("4", "{enabled: true, parallelism: 30}", true, 30, 20),
                arguments("1", "{enabled: true, parallelism: 30, maxSourceConnections: 3}", true, 30, 3),
                arguments("1", "{enabled: true, parallelism: 30, maxSourceConnections: 25}", true, 30, 25));
    }

    @ParameterizedTest
    @MethodSource("workers")
    void threadsAndDistributedExecutionDecideTheWorkers(
            String threads, String execution, boolean enabled, int parallelism, int connections) {
        DistributedExecution actual = new SampleWorkflow()
                .with(METADATA + ".threads", threads)
                .with(EXECUTION, execution)
                .read(directory)
                .execution();
        assertThat(actual.enabled()).isEqualTo(enabled);
        assertThat(actual.parallelism()).isEqualTo(parallelism);
        assertThat(actual.maxSourceConnections()).isEqualTo(connections);
    }

    @Test
    void oneAfterTheOtherKeepsRetriesTimeoutAndDeletion() {
        DistributedExecution execution = new SampleWorkflow()
                .with(
                        EXECUTION,
                        "{enabled: false, timeoutSeconds: 5, retryPolicy: {maxAttempts: 1}, deletion: {maxShare: 0}}")
                .read(directory)
                .execution();
        assertThat(execution.enabled()).isFalse();
        assertThat(execution.retryPolicy())
                .isEqualTo(new RetryPolicy(1, Duration.ofSeconds(1), 2, Duration.ofSeconds(600)));
        assertThat(execution.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(execution.deletionLimit()).isEqualTo(new DeletionLimit(0, 5));
    }

    @Test
    void textIsTakenForNumbersAndBooleansAsOpenMetadataDoes() {
        DatabaseMetadata metadata = new SampleWorkflow()
                .with(METADATA + ".threads", "'${FIVE}'")
                .with(METADATA + ".includeDDL", "'${YES}'")
                .with(METADATA + ".includeViews", "'False'")
                .read(directory)
                .source()
                .metadata();
        assertThat(metadata.threads()).isEqualTo(5);
        assertThat(metadata.includeDDL()).isTrue();
        assertThat(metadata.includeViews()).isFalse();
    }

    @Test
    void aVariablesValueIsTextWhateverItHolds() {
        String value = "a: *b\n- {c} ${FIVE} \\1 $2 # 'd' \"e\"";
        Path file = SampleWorkflow.write(directory, "pg.yaml", """
                source:
                  type: postgres
                  serviceName: "x-${VALUE}-y"
                  serviceConnection: {config: {username: u, hostPort: "h:1", authType: {password: "${VALUE}"}}}
                sink: {type: file, config: {filename: "${A}${B}"}}
                """);
        // A line break is not allowed in a service's name, but is in a password.
        String oneLine = value.replace("\n", " ");
        Workflow workflow =
                new WorkflowReader(Map.of("VALUE", oneLine, "A", "a", "B", "$"), FakeProviders.ALL).read(file);
        assertThat(workflow.source().serviceName()).isEqualTo("x-" + oneLine + "-y");
        assertThat(workflow.sink().config()).isEqualTo(new FakeProviders.FileConfig("a$"));
        FakeProviders.Connection connection =
                (FakeProviders.Connection) workflow.source().connection();
        assertThat(connection.authType().password().reveal()).isEqualTo(oneLine);
    }

    /** What Python's os.path.expandvars makes of a text, where A is a, B is $A, and A_B is ab. */
    static Stream<Arguments> variables() {
        return Stream.of(
                arguments("$A", "a"),
                arguments("x$A", "xa"),
                arguments("$A-$A.$A", "a-a.a"),
                arguments("$A_B", "ab"),
                arguments("${A}_B", "a_B"),
                arguments("$AB", "$AB"),
                arguments("$A$B${A}", "a$Aa"),
                arguments("$$A", "$a"),
                arguments("$$", "$$"),
                arguments("\\$A", "\\a"),
                arguments("$", "$"),
                arguments("$ A", "$ A"),
                arguments("$1", "$1"),
                arguments("$1A", "$1A"),
                arguments("$a", "$a"),
                arguments("$Ä", "$Ä"),
                arguments("{$A}", "{a}"),
                arguments("$A}", "a}"),
                arguments("pa$$w0rd$", "pa$$w0rd$"),
                arguments("pa$word$A", "pa$worda"));
    }

    @ParameterizedTest
    @MethodSource("variables")
    void variablesWithAndWithoutBraces(String text, String value) {
        Workflow workflow = new SampleWorkflow()
                .where("A", "a")
                .where("B", "$A")
                .where("A_B", "ab")
                .with(CONNECTION + ".authType", "{password: 'x" + text + "'}")
                .read(directory);
        FakeProviders.Connection connection =
                (FakeProviders.Connection) workflow.source().connection();
        assertThat(connection.authType().password().reveal()).isEqualTo("x" + value);
        assertThat(workflow.warnings()).isEmpty();
    }

    @Test
    void whatIsNothingButAVariableThatIsNotSetIsWarnedOf() {
        Workflow workflow = new SampleWorkflow()
                .with(CONNECTION + ".authType", "{password: '$SECRET'}")
                .with(CONNECTION + ".username", "$OM_TOKEN")
                .read(directory);
        assertThat(workflow.warnings())
                .containsExactly(directory + "/pg.yaml: " + CONNECTION
                        + ".authType.password: looks like a variable that is not set, and is taken as it is");
    }

    /** The text, and what it says. */
    static Stream<Arguments> booleans() {
        return Stream.of(
                arguments("y", true),
                arguments("Y", true),
                arguments("'yes'", true),
                arguments("'on'", true),
                arguments("'true'", true),
                arguments("'TRUE'", true),
                arguments("t", true),
                arguments("1", true),
                arguments("'1'", true),
                arguments("yes", true),
                arguments("n", false),
                arguments("'no'", false),
                arguments("'Off'", false),
                arguments("off", false),
                arguments("'f'", false),
                arguments("0", false),
                arguments("'0'", false),
                arguments("'False'", false));
    }

    @ParameterizedTest
    @MethodSource("booleans")
    void booleansInManyWords(String yaml, boolean value) {
        Workflow workflow = new SampleWorkflow()
                .with(METADATA + ".includeViews", yaml)
                .with(METADATA + ".includeDDL", yaml)
                .with(CONNECTION + ".ingestAllDatabases", yaml)
                .read(directory);
        assertThat(workflow.source().metadata().includeViews()).isEqualTo(value);
        assertThat(workflow.source().metadata().includeDDL()).isEqualTo(value);
        assertThat(((FakeProviders.Connection) workflow.source().connection()).ingestAllDatabases())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "Postgres", "POSTGRES", "Redshift"})
    void theSourcesTypeInAnyCase(String type) {
        assertThat(new SampleWorkflow()
                        .with("source.type", type)
                        .read(directory)
                        .source()
                        .type())
                .isEqualTo(type.toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    void theSinksTypeWithAnUnderscore() {
        assertThat(new SampleWorkflow()
                        .with("sink.type", "metadata_rest")
                        .read(directory)
                        .sink()
                        .type())
                .isEqualTo("metadata-rest");
    }

    @Test
    void aTokenInAFileOfItsOwn() throws Exception {
        Path file = Files.writeString(directory.resolve("t0ken"), "in-the-file \n\n");
        for (String path : List.of("t0ken", "./t0ken", file.toString(), "${HERE}/t0ken")) {
            Workflow workflow = new SampleWorkflow()
                    .where("HERE", directory.toString())
                    .with(SERVER + ".securityConfig", "{jwtToken: '" + path + "'}")
                    .read(directory);
            assertThat(server(workflow).jwtToken().reveal()).isEqualTo("in-the-file");
        }
        for (String content : List.of(" \n", "two\nlines", "x".repeat(1 << 17))) {
            Files.writeString(file, content);
            assertThatThrownBy(() -> new SampleWorkflow()
                            .with(SERVER + ".securityConfig", "{jwtToken: t0ken}")
                            .read(directory))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(SERVER + ".securityConfig.jwtToken: ")
                    .hasMessageNotContaining("t0ken");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "azure", "google", "okta", "auth0", "aws-cognito", "custom-oidc", "ldap", "saml"})
    void anyProviderWithABotsToken(String provider) {
        Workflow workflow =
                new SampleWorkflow().with(SERVER + ".authProvider", provider).read(directory);
        assertThat(server(workflow).jwtToken().reveal()).isEqualTo(SampleWorkflow.TOKEN);
        assertThat(workflow.warnings()).isEmpty();
    }

    @Test
    void aDollarAloneStaysADollar() {
        assertThat(new SampleWorkflow()
                        .with(METADATA + ".tableFilterPattern", "{includes: ['^a$', '$HOME']}")
                        .read(directory)
                        .source()
                        .metadata()
                        .tableFilterPattern()
                        .includes())
                .containsExactly("^a$", "$HOME");
    }

    @Test
    void yamlIsReadAsPythonReadsIt() {
        Path file = SampleWorkflow.write(directory, "pg.yml", """
                \uFEFFsource:
                  type: postgres
                  serviceName: 2024-01-31
                  serviceConnection:
                    config: &base {username: u, hostPort: "h:1", database: "on"}
                  sourceConfig:
                    config:
                      includeViews: no
                      includeDDL: YES
                      tableFilterPattern: &filter {includes: [a], excludes: []}
                      schemaFilterPattern:
                        <<: *filter
                        includes: [b]
                      databaseFilterPattern: *filter
                      storedProcedureFilterPattern:
                sink: {type: file, config: {filename: f}}
                """);
        Workflow.Source source =
                new WorkflowReader(Map.of(), FakeProviders.ALL).read(file).source();
        assertThat(source.serviceName()).isEqualTo("2024-01-31");
        assertThat(source.metadata().includeViews()).isFalse();
        assertThat(source.metadata().includeDDL()).isTrue();
        assertThat(source.metadata().schemaFilterPattern()).isEqualTo(new FilterPattern(List.of("b"), List.of()));
        assertThat(source.metadata().databaseFilterPattern())
                .isEqualTo(source.metadata().tableFilterPattern());
        assertThat(source.metadata().storedProcedureFilterPattern()).isNull();
    }

    @Test
    void jsonIsReadToo() throws Exception {
        new SampleWorkflow().read(directory);
        Path json = Files.copy(directory.resolve("pg.yaml"), directory.resolve("as.json.json"));
        Workflow workflow = new WorkflowReader(SampleWorkflow.ENVIRONMENT, FakeProviders.ALL).read(json);
        assertThat(workflow.name()).isEqualTo("as.json");
    }

    /** A key of OpenMetadata, the YAML written there, and what is said; null: nothing. */
    static Stream<Arguments> keysWithoutEffect() {
        String none = "has no effect here: ";
        return Stream.of(
                arguments(METADATA + ".queryLogDuration", "1", null),
                arguments(METADATA + ".queryLogDuration", "7", none + "Trawl reads no query logs"),
                arguments(METADATA + ".queryParsingTimeoutLimit", "'300'", null),
                arguments(METADATA + ".queryParsingTimeoutLimit", "60", none + "Trawl parses no queries"),
                arguments(METADATA + ".ownerConfig", "~", null),
                arguments(METADATA + ".incremental", "{enabled: false, lookbackDays: 3, safetyMarginDays: 1}", null),
                arguments(
                        METADATA + ".incremental.enabled",
                        "true",
                        none + "every run lists everything, and with a ledger writes only what changed"),
                arguments(METADATA + ".incremental.enabled", "'no'", null),
                arguments(METADATA + ".includeCustomProperties", "false", null),
                arguments(METADATA + ".includeCustomProperties", "true", none + "Trawl sets no custom properties"),
                arguments(METADATA + ".jsonSchemaSampleSize", "1001", null),
                arguments(METADATA + ".extractJsonSchema", "false", null),
                arguments("enableStreamableLogs", "false", null),
                arguments("enableStreamableLogs", "'False'", null),
                arguments("enableStreamableLogs", "'off'", null),
                arguments("enableStreamableLogs", "'y'", none + "Trawl sends no logs to the server"),
                arguments("enableStreamableLogs", "true", none + "Trawl sends no logs to the server"),
                arguments("pipelineRunId", "6f1b", none + "every run gets an id of its own"),
                arguments("ingestionRunnerName", "collate", null),
                arguments("ingestionPipelineFQN", "warehouse.pipeline", null),
                arguments("processor", "~", null),
                arguments("workflowConfig.config", "{}", null),
                arguments("workflowConfig.config", "{a: b}", none + "Trawl has no such components"),
                arguments(SERVER + ".clusterName", "prod", null),
                arguments(SERVER + ".type", "OpenMetadata", null),
                arguments(SERVER + ".apiVersion", "v1", null),
                arguments(SERVER + ".includeTopics", "false", null),
                arguments(SERVER + ".enableVersionValidation", "false", null),
                arguments(SERVER + ".limitRecords", "10", null),
                arguments(SERVER + ".secretsManagerProvider", "db", null),
                arguments(SERVER + ".secretsManagerProvider", "noop", null),
                arguments(
                        SERVER + ".secretsManagerProvider",
                        "managed-aws",
                        none + "secrets come from the file and the environment"),
                arguments(SERVER + ".verifySSL", "ignore", none + "hostPort is not an https URL"),
                arguments(SERVER + ".verifySSL", "validate", none + "hostPort is not an https URL"),
                arguments(SERVER + ".sslConfig.caCertificate", "ca.pem", none + "hostPort is not an https URL"),
                arguments(SERVER + ".sslConfig.sslCertificate", "c.pem", none + "Trawl logs in with a token"),
                arguments(SERVER + ".sslConfig.sslKey", "k.pem", none + "Trawl logs in with a token"),
                arguments(SERVER + ".secretsManagerLoader", "env", null),
                arguments(SERVER + ".storeServiceConnection", "true", null),
                arguments(SERVER + ".supportsDataInsightExtraction", "true", null),
                arguments(SERVER + ".elasticsSearch", "{type: es}", none + "the server keeps its own index"),
                arguments(
                        SERVER + ".tableFilterPattern", "{includes: [a]}", none + "filters are read from the source"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("keysWithoutEffect")
    void keysWithoutEffectAreAcceptedAndSometimesSaid(String path, String yaml, String warning) {
        Workflow workflow = new SampleWorkflow().with(path, yaml).read(directory);
        if (warning == null) {
            assertThat(workflow.warnings()).isEmpty();
        } else {
            assertThat(workflow.warnings()).containsExactly(directory + "/pg.yaml: " + path + ": " + warning);
        }
    }

    @Test
    void keysThatAnotherKeyOverrulesAreSaid() {
        Workflow threads = new SampleWorkflow()
                .with(METADATA + ".threads", "4")
                .with(EXECUTION, "{enabled: true}")
                .read(directory);
        assertThat(threads.warnings())
                .containsExactly(directory + "/pg.yaml: " + METADATA
                        + ".threads: has no effect here: distributedExecution.parallelism decides");

        Workflow extensions = new SampleWorkflow()
                .with("source.type", "redshift")
                .with(EXECUTION, "{includeExtensionMembers: true}")
                .read(directory);
        assertThat(extensions.warnings())
                .containsExactly(directory + "/pg.yaml: " + EXECUTION
                        + ".includeExtensionMembers: has no effect here: the source has no extensions");

        Workflow pipeline = new SampleWorkflow()
                .toFile()
                .with("ingestionPipelineFQN", "a.b")
                .read(directory);
        assertThat(pipeline.warnings())
                .containsExactly(directory
                        + "/pg.yaml: ingestionPipelineFQN: has no effect here: the sink reports to no server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "x256", "with space", "a.b", "größe", "a:b"})
    void serviceNames(String name) {
        String actual = name.equals("x256") ? "x".repeat(256) : name;
        assertThat(new SampleWorkflow()
                        .with("source.serviceName", "'" + actual + "'")
                        .read(directory)
                        .source()
                        .serviceName())
                .isEqualTo(actual);
    }

    @Test
    void theConnectionsOwnFiltersAreCheckedAndKept() {
        Workflow workflow = new SampleWorkflow()
                .with(CONNECTION + ".schemaFilterPattern", "{excludes: [pg_]}")
                .with(CONNECTION + ".sslMode", "verify-ca")
                .with(CONNECTION + ".connectionOptions", "{connectTimeout: '5'}")
                .read(directory);
        assertThat(workflow.source().connection().schemaFilterPattern().excludes())
                .containsExactly("pg_");
    }

    @Test
    void everythingALedgerCanSay() {
        assertThat(ledger(new SampleWorkflow().with(EXECUTION + ".ledger", """
                        url: jdbc:postgresql://a:5432,b:5432/trawl?sslmode=verify-full&targetServerType=primary
                        username: trawl
                        password: '${PG_PASSWORD}'
                        leaseSeconds: 5
                        keepRuns: 7
                        """)))
                .isEqualTo(new LedgerConfig(
                        "jdbc:postgresql://a:5432,b:5432/trawl?sslmode=verify-full&targetServerType=primary",
                        "trawl",
                        new Secret(SampleWorkflow.PASSWORD),
                        Duration.ofSeconds(5),
                        7))
                .asString()
                .doesNotContain(SampleWorkflow.PASSWORD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"~", "{enabled: false}", "{enabled: true}", "{parallelism: 3}"})
    void aLedgerDoesNotDependOnHowTheWorkIsDistributed(String execution) {
        assertThat(ledger(new SampleWorkflow().with(EXECUTION, execution))).isNull();
        SampleWorkflow workflow = new SampleWorkflow().with(METADATA + ".threads", "2");
        if (!execution.equals("~")) {
            workflow.with(EXECUTION, execution);
        }
        assertThat(ledger(workflow.with(EXECUTION + ".ledger", "{url: 'jdbc:postgresql:trawl'}")))
                .isEqualTo(new LedgerConfig("jdbc:postgresql:trawl", null, null, Duration.ofSeconds(30), 20));
    }

    @Test
    void theEnvironmentsLedgerWinsOverTheFiles() {
        String other = "jdbc:postgresql://other/trawl";
        SampleWorkflow both = new SampleWorkflow()
                .with(EXECUTION + ".ledger", "{url: 'jdbc:postgresql://h/d', username: u, password: p, keepRuns: 3}")
                .where("TRAWL_LEDGER_URL", other);
        assertThat(ledger(both))
                .isEqualTo(new LedgerConfig(other, "u", new Secret("p"), LedgerConfig.DEFAULT_LEASE, 3));
        both.where("TRAWL_LEDGER_USERNAME", "u2").where("TRAWL_LEDGER_PASSWORD", "p2");
        assertThat(ledger(both))
                .isEqualTo(new LedgerConfig(other, "u2", new Secret("p2"), LedgerConfig.DEFAULT_LEASE, 3));

        SampleWorkflow withoutUrl = new SampleWorkflow()
                .with(EXECUTION + ".ledger", "{leaseSeconds: 9}")
                .where("TRAWL_LEDGER_URL", other);
        assertThat(ledger(withoutUrl)).isEqualTo(new LedgerConfig(other, null, null, Duration.ofSeconds(9), 20));
    }

    @Test
    void theEnvironmentsLedgerNeedsNoneInTheFile() {
        SampleWorkflow none = new SampleWorkflow().where("TRAWL_LEDGER_USERNAME", "u");
        assertThat(ledger(none)).isNull();
        assertThat(ledger(none.where("TRAWL_LEDGER_URL", ""))).isNull();
        assertThat(ledger(none.where("TRAWL_LEDGER_URL", "jdbc:postgresql:d").where("TRAWL_LEDGER_PASSWORD", "")))
                .isEqualTo(new LedgerConfig("jdbc:postgresql:d", "u", null, LedgerConfig.DEFAULT_LEASE, 20));
        assertThat(LedgerEnvironment.ledger(Map.of())).isEmpty();
    }

    private LedgerConfig ledger(SampleWorkflow workflow) {
        return workflow.read(directory).execution().ledger();
    }

    private static ServerConfig server(Workflow workflow) {
        return workflow.workflowConfig().openMetadataServerConfig();
    }
}
