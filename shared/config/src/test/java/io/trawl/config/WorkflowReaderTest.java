package io.trawl.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a workflow that is right. */
class WorkflowReaderTest {

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
        assertThat(read("SERVER.extraHeaders", "{X-Key: pa55-the-secret}").toString())
                .doesNotContain(SampleWorkflow.PASSWORD, SampleWorkflow.TOKEN);
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
                .with("SERVER", "{hostPort: 'http://h/api', authProvider: openmetadata}")
                .read(directory);
        assertThat(server(workflow).jwtToken()).isNull();
    }

    @Test
    void aServerWithoutAuthentication() {
        for (String provider : List.of("no-auth", "~")) {
            SampleWorkflow sample = SampleWorkflow.changed("SERVER.authProvider", provider);
            assertThat(server(sample.without("SERVER.securityConfig").read(directory))
                            .jwtToken())
                    .isNull();
        }
    }

    @Test
    void everythingAServerCanSay() {
        ServerConfig server = server(read("SERVER", """
                        hostPort: https://om.example.com/metadata/api/
                        authProvider: openmetadata
                        securityConfig: {jwtToken: t}
                        verifySSL: validate
                        sslConfig: {caCertificate: certificates/ca.pem}
                        extraHeaders: {X-Team: data}
                        """));
        assertThat(server.hostPort()).hasToString("https://om.example.com/metadata/api");
        assertThat(server.verifySsl()).isEqualTo(ServerConfig.VerifySsl.VALIDATE);
        assertThat(server.caCertificate()).isEqualTo("certificates/ca.pem");
        assertThat(server.extraHeaders()).isEqualTo(Map.of("X-Team", "data"));
    }

    @Test
    void everythingDistributedExecutionCanSay() {
        DistributedExecution execution = read("EXECUTION", """
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
                        """).execution();
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
        SampleWorkflow sample = SampleWorkflow.changed(
                "EXECUTION", "{enabled: true, orchestrator: knative, ledger: {url: 'jdbc:postgresql:d'}}");
        DistributedExecution execution = sample.read(directory).execution();
        assertThat(execution.mode()).isEqualTo("knative");
        assertThat(execution.entitiesPerBatch()).hasValue(1);
        assertThat(execution.retryPolicy().backoff()).isEqualTo(Duration.ofSeconds(60));
        assertThat(execution.waitForCompletion()).isTrue();

        sample.with("EXECUTION.entitiesPerBatch", "auto")
                .with("EXECUTION.retryPolicy", "{maxBackoffSeconds: 5}")
                .with("EXECUTION.waitForCompletion", "false");
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
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ~ | ~ | false | 1 | 1
                    1 | ~ | false | 1 | 1
                    4 | ~ | true | 4 | 4
                    64 | ~ | true | 64 | 20
                    9000 | ~ | true | 500 | 20
                    4 | {enabled: false} | true | 4 | 4
                    4 | {enabled: false, parallelism: 8, maxSourceConnections: 2} | true | 4 | 4
                    1 | {enabled: false, parallelism: 8} | false | 1 | 1
                    1 | {parallelism: 8} | false | 1 | 1
                    1 | {enabled: true} | true | 10 | 10
                    1 | {enabled: true, parallelism: 1} | true | 1 | 1
                    1 | {enabled: true, parallelism: 500} | true | 500 | 20
                    4 | {enabled: true, parallelism: 30} | true | 30 | 20
                    1 | {enabled: true, parallelism: 30, maxSourceConnections: 3} | true | 30 | 3
                    1 | {enabled: true, parallelism: 30, maxSourceConnections: 25} | true | 30 | 25
                    """)
    void threadsAndDistributedExecutionDecideTheWorkers(
            String threads, String execution, boolean enabled, int parallelism, int connections) {
        DistributedExecution actual =
                read("METADATA.threads", threads, "EXECUTION", execution).execution();
        assertThat(actual.enabled()).isEqualTo(enabled);
        assertThat(actual.parallelism()).isEqualTo(parallelism);
        assertThat(actual.maxSourceConnections()).isEqualTo(connections);
    }

    @Test
    void oneAfterTheOtherKeepsRetriesTimeoutAndDeletion() {
        DistributedExecution execution = read(
                        "EXECUTION",
                        "{enabled: false, timeoutSeconds: 5, retryPolicy: {maxAttempts: 1}, deletion: {maxShare: 0}}")
                .execution();
        assertThat(execution.enabled()).isFalse();
        assertThat(execution.retryPolicy())
                .isEqualTo(new RetryPolicy(1, Duration.ofSeconds(1), 2, Duration.ofSeconds(600)));
        assertThat(execution.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(execution.deletionLimit()).isEqualTo(new DeletionLimit(0, 5));
    }

    @Test
    void textIsTakenForNumbersAndBooleansAsOpenMetadataDoes() {
        DatabaseMetadata metadata = read(
                        "METADATA", "{threads: '${FIVE}', includeDDL: '${YES}', includeViews: 'False'}")
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
        assertThat(password(workflow)).isEqualTo(oneLine);
    }

    /** What Python's os.path.expandvars makes of a text, where A is a, B is $A, and A_B is ab. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    $A | a
                    x$A | xa
                    $A-$A.$A | a-a.a
                    $A_B | ab
                    ${A}_B | a_B
                    $AB | $AB
                    $A$B${A} | a$Aa
                    $$A | $a
                    $$ | $$
                    \\$A | \\a
                    $ | $
                    $ A | $ A
                    $1 | $1
                    $1A | $1A
                    $a | $a
                    $Ä | $Ä
                    {$A} | {a}
                    $A} | a}
                    pa$$w0rd$ | pa$$w0rd$
                    pa$word$A | pa$worda
                    """)
    void variablesWithAndWithoutBraces(String text, String value) {
        Workflow workflow = SampleWorkflow.changed("CONNECTION.authType", "{password: 'x" + text + "'}")
                .where("A", "a")
                .where("B", "$A")
                .where("A_B", "ab")
                .read(directory);
        assertThat(password(workflow)).isEqualTo("x" + value);
        assertThat(workflow.warnings()).isEmpty();
    }

    @Test
    void whatIsNothingButAVariableThatIsNotSetIsWarnedOf() {
        Workflow workflow = read("CONNECTION.authType", "{password: '$SECRET'}", "CONNECTION.username", "$OM_TOKEN");
        assertThat(workflow.warnings())
                .containsExactly(warning(
                        "CONNECTION.authType.password",
                        "looks like a variable that is not set, and is taken as it is"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    true, y Y 'yes' 'on' 'true' 'TRUE' t 1 '1' yes
                    false, n 'no' 'Off' off 'f' 0 '0' 'False'
                    """)
    void booleansInManyWords(boolean value, String words) {
        for (String yaml : words.split(" ")) {
            Workflow workflow = read(
                    "METADATA.includeViews", yaml, "METADATA.includeDDL", yaml, "CONNECTION.ingestAllDatabases", yaml);
            assertThat(workflow.source().metadata().includeViews()).as(yaml).isEqualTo(value);
            assertThat(workflow.source().metadata().includeDDL()).as(yaml).isEqualTo(value);
            assertThat(connection(workflow).ingestAllDatabases()).as(yaml).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "Postgres", "POSTGRES", "Redshift"})
    void theSourcesTypeInAnyCase(String type) {
        assertThat(read("source.type", type).source().type()).isEqualTo(type.toLowerCase(Locale.ROOT));
    }

    @Test
    void theSinksTypeWithAnUnderscore() {
        assertThat(read("sink.type", "metadata_rest").sink().type()).isEqualTo("metadata-rest");
    }

    @Test
    void aTokenInAFileOfItsOwn() throws Exception {
        Path file = Files.writeString(directory.resolve("t0ken"), "in-the-file \n\n");
        for (String path : List.of("t0ken", "./t0ken", file.toString(), "${HERE}/t0ken")) {
            Workflow workflow = SampleWorkflow.changed("SERVER.securityConfig", "{jwtToken: '" + path + "'}")
                    .where("HERE", directory.toString())
                    .read(directory);
            assertThat(server(workflow).jwtToken().reveal()).isEqualTo("in-the-file");
        }
        for (String content : List.of(" \n", "two\nlines", "x".repeat(1 << 17))) {
            Files.writeString(file, content);
            assertThatThrownBy(() -> read("SERVER.securityConfig", "{jwtToken: t0ken}"))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(SampleWorkflow.path("SERVER.securityConfig.jwtToken: "))
                    .hasMessageNotContaining("t0ken");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"basic", "azure", "google", "okta", "auth0", "aws-cognito", "custom-oidc", "ldap", "saml"})
    void anyProviderWithABotsToken(String provider) {
        Workflow workflow = read("SERVER.authProvider", provider);
        assertThat(server(workflow).jwtToken().reveal()).isEqualTo(SampleWorkflow.TOKEN);
        assertThat(workflow.warnings()).isEmpty();
    }

    @Test
    void aDollarAloneStaysADollar() {
        Workflow workflow = read("METADATA.tableFilterPattern", "{includes: ['^a$', '$HOME']}");
        assertThat(workflow.source().metadata().tableFilterPattern().includes()).containsExactly("^a$", "$HOME");
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

    /** A key of OpenMetadata, the YAML written there, and why it has no effect; nothing: that is not said. */
    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    METADATA.queryLogDuration | 1 |
                    METADATA.queryLogDuration | 7 | Trawl reads no query logs
                    METADATA.queryParsingTimeoutLimit | '300' |
                    METADATA.queryParsingTimeoutLimit | 60 | Trawl parses no queries
                    METADATA.ownerConfig | ~ |
                    METADATA.incremental | {enabled: false, lookbackDays: 3, safetyMarginDays: 1} |
                    METADATA.incremental.enabled | true | source postgres does not say what was altered; with a ledger only changes are written
                    METADATA.incremental.enabled | 'no' |
                    METADATA.includeCustomProperties | false |
                    METADATA.includeCustomProperties | true | Trawl sets no custom properties
                    METADATA.jsonSchemaSampleSize | 1001 |
                    METADATA.extractJsonSchema | false |
                    enableStreamableLogs | false |
                    enableStreamableLogs | 'False' |
                    enableStreamableLogs | 'off' |
                    enableStreamableLogs | 'y' | Trawl sends no logs to the server
                    enableStreamableLogs | true | Trawl sends no logs to the server
                    pipelineRunId | 6f1b | every run gets an id of its own
                    ingestionRunnerName | collate |
                    ingestionPipelineFQN | warehouse.pipeline |
                    processor | ~ |
                    workflowConfig.config | {} |
                    workflowConfig.config | {a: b} | Trawl has no such components
                    SERVER.clusterName | prod |
                    SERVER.type | OpenMetadata |
                    SERVER.apiVersion | v1 |
                    SERVER.includeTopics | false |
                    SERVER.enableVersionValidation | false |
                    SERVER.limitRecords | 10 |
                    SERVER.secretsManagerProvider | db |
                    SERVER.secretsManagerProvider | noop |
                    SERVER.secretsManagerProvider | managed-aws | secrets come from the file and the environment
                    SERVER.verifySSL | ignore | hostPort is not an https URL
                    SERVER.verifySSL | validate | hostPort is not an https URL
                    SERVER.sslConfig.caCertificate | ca.pem | hostPort is not an https URL
                    SERVER.sslConfig.sslCertificate | c.pem | Trawl logs in with a token
                    SERVER.sslConfig.sslKey | k.pem | Trawl logs in with a token
                    SERVER.secretsManagerLoader | env |
                    SERVER.storeServiceConnection | true |
                    SERVER.supportsDataInsightExtraction | true |
                    SERVER.elasticsSearch | {type: es} | the server keeps its own index
                    SERVER.tableFilterPattern | {includes: [a]} | filters are read from the source
                    """)
    void keysWithoutEffectAreAcceptedAndSometimesSaid(String path, String yaml, String reason) {
        List<String> warnings = read(path, yaml).warnings();
        if (reason == null) {
            assertThat(warnings).isEmpty();
        } else {
            assertThat(warnings).containsExactly(warning(path, "has no effect here: " + reason));
        }
    }

    @Test
    void keysThatAnotherKeyOverrulesAreSaid() {
        assertThat(read("METADATA.threads", "4", "EXECUTION", "{enabled: true}").warnings())
                .containsExactly(
                        warning("METADATA.threads", "has no effect here: distributedExecution.parallelism decides"));
        assertThat(read("source.type", "redshift", "EXECUTION", "{includeExtensionMembers: true}")
                        .warnings())
                .containsExactly(warning(
                        "EXECUTION.includeExtensionMembers", "has no effect here: the source has no extensions"));
        assertThat(read("source.type", "redshift", "METADATA.incremental", "{enabled: true}")
                        .warnings())
                .containsExactly(warning(
                        "METADATA.incremental.enabled",
                        "has no effect here: it needs a ledger (workflowConfig.distributedExecution.ledger)"));
        assertThat(SampleWorkflow.changed("ingestionPipelineFQN", "a.b")
                        .toFile()
                        .read(directory)
                        .warnings())
                .containsExactly(warning("ingestionPipelineFQN", "has no effect here: the sink reports to no server"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "x256", "with space", "a.b", "größe", "a:b"})
    void serviceNames(String name) {
        String actual = name.equals("x256") ? "x".repeat(256) : name;
        assertThat(read("source.serviceName", "'" + actual + "'").source().serviceName())
                .isEqualTo(actual);
    }

    @Test
    void theConnectionsOwnFiltersAreCheckedAndKept() {
        Workflow workflow = SampleWorkflow.changed("CONNECTION.schemaFilterPattern", "{excludes: [pg_]}")
                .with("CONNECTION.sslMode", "verify-ca")
                .with("CONNECTION.connectionOptions", "{connectTimeout: '5'}")
                .read(directory);
        assertThat(workflow.source().connection().schemaFilterPattern().excludes())
                .containsExactly("pg_");
    }

    @Test
    void everythingALedgerCanSay() {
        assertThat(ledger(SampleWorkflow.changed("LEDGER", """
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
        assertThat(ledger(new SampleWorkflow().with("EXECUTION", execution))).isNull();
        SampleWorkflow workflow = new SampleWorkflow().with("METADATA.threads", "2");
        if (!execution.equals("~")) {
            workflow.with("EXECUTION", execution);
        }
        assertThat(ledger(workflow.with("LEDGER", "{url: 'jdbc:postgresql:trawl'}")))
                .isEqualTo(new LedgerConfig("jdbc:postgresql:trawl", null, null, Duration.ofSeconds(30), 20));
    }

    @Test
    void theEnvironmentsLedgerWinsOverTheFiles() {
        String other = "jdbc:postgresql://other/trawl";
        SampleWorkflow both = new SampleWorkflow()
                .with("LEDGER", "{url: 'jdbc:postgresql://h/d', username: u, password: p, keepRuns: 3}")
                .where("TRAWL_LEDGER_URL", other);
        assertThat(ledger(both))
                .isEqualTo(new LedgerConfig(other, "u", new Secret("p"), LedgerConfig.DEFAULT_LEASE, 3));
        both.where("TRAWL_LEDGER_USERNAME", "u2").where("TRAWL_LEDGER_PASSWORD", "p2");
        assertThat(ledger(both))
                .isEqualTo(new LedgerConfig(other, "u2", new Secret("p2"), LedgerConfig.DEFAULT_LEASE, 3));

        SampleWorkflow withoutUrl =
                new SampleWorkflow().with("LEDGER", "{leaseSeconds: 9}").where("TRAWL_LEDGER_URL", other);
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

    /** The sample with changes. */
    private Workflow read(String... pathsAndYaml) {
        return SampleWorkflow.changed(pathsAndYaml).read(directory);
    }

    private String warning(String path, String text) {
        return directory + "/pg.yaml: " + SampleWorkflow.path(path) + ": " + text;
    }

    private static FakeProviders.Connection connection(Workflow workflow) {
        return (FakeProviders.Connection) workflow.source().connection();
    }

    private static String password(Workflow workflow) {
        return connection(workflow).authType().password().reveal();
    }

    private LedgerConfig ledger(SampleWorkflow workflow) {
        return workflow.read(directory).execution().ledger();
    }

    private static ServerConfig server(Workflow workflow) {
        return workflow.workflowConfig().openMetadataServerConfig();
    }
}
