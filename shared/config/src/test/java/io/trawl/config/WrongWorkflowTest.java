package io.trawl.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.trawl.api.Providers;
import io.trawl.api.workflow.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user is told about a workflow with one thing wrong: always one line that says where and what. */
class WrongWorkflowTest {

    private static final String NO_LEDGER_URL =
            "must start with jdbc:postgresql:, as jdbc:postgresql://host:5432/database does";

    @TempDir
    Path directory;

    /** Values that are too long for the table. */
    static Stream<Arguments> longValues() {
        return Stream.of(
                arguments("x".repeat(300), "{}", "unknown key"),
                arguments("source.serviceName", "x".repeat(257), "has 257 characters; at most 256 are allowed"));
    }

    /**
     * A key, the YAML that is written there or nothing, and the line that follows; a message without a path is about that key.
     * No message: the neighbour of a wrong value, which must be read.
     */
    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("longValues")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    # Keys that do not exist.
                    sourc | {} | unknown key, did you mean source?
                    zzz | {} | unknown key
                    source.servicename | x | unknown key, did you mean serviceName?
                    source.ServiceName | x | unknown key, did you mean serviceName?
                    METADATA.includeTabels | true | unknown key, did you mean includeTables?
                    METADATA.tableFilterPatern | {} | unknown key, did you mean tableFilterPattern?
                    METADATA.tableFilterPattern | {include: [a]} | .include: unknown key, did you mean includes?
                    METADATA.queryLogFilePath | /tmp | unknown key
                    CONNECTION.usernam | x | unknown key, did you mean username?
                    CONNECTION.authType | {pasword: x} | .pasword: unknown key, did you mean password?
                    sink.config | {file: x} | .file: unknown key
                    workflowConfig.logLevel | INFO | unknown key, did you mean loggerLevel?
                    workflowConfig.distributedExecutions | {} | unknown key, did you mean distributedExecution?
                    EXECUTION.parallelizm | 3 | unknown key, did you mean parallelism?
                    EXECUTION.retryPolicy.attempts | 3 | unknown key, did you mean maxAttempts?
                    SERVER.hostport | x | unknown key, did you mean hostPort?
                    # Values of the wrong type.
                    source | [] | expected a mapping, found a list
                    source | postgres | expected a mapping, found text
                    source.type | [postgres] | expected text, found a list
                    source.serviceName | 2024 | '2024' is not text: put it in quotes
                    CONNECTION | localhost | expected a mapping, found text
                    CONNECTION.database | yes | 'true' is not text: put it in quotes
                    CONNECTION.authType | 'pa55-the-secret' | expected a mapping, found text
                    CONNECTION.authType | {password: 1234567890123456789012345} | .password: the value is not text: put it in quotes
                    CONNECTION.authType | {password: [x]} | .password: expected text, found a list
                    CONNECTION.sslMode | verify | 'verify' is none of disable, prefer, verify-ca
                    METADATA.includeTables | maybe | 'maybe' is not true or false
                    METADATA.includeViews | 2 | '2' is not true or false
                    METADATA.includeViews | 1.0 | '1.0' is not true or false
                    METADATA.includeViews | [yes] | expected true or false, found a list
                    METADATA.includeViews | '' | '' is not true or false
                    METADATA.threads | many | 'many' is not a whole number
                    METADATA.threads | 2.5 | '2.5' is not a whole number
                    METADATA.threads | {} | expected a whole number, found a mapping
                    METADATA.threads | 99999999999 | '99999999999' is out of range
                    METADATA.schemaFilterPattern | public | expected a mapping, found text
                    METADATA.schemaFilterPattern | {includes: public} | .includes: expected a list, found text
                    METADATA.schemaFilterPattern | {includes: [a, 5]} | .includes[1]: '5' is not text: put it in quotes
                    METADATA.schemaFilterPattern | {includes: [a, ]} |
                    METADATA.schemaFilterPattern | {includes: [a, ~]} | .includes[1]: is empty; an element of a list needs a value
                    workflowConfig.loggerLevel | TRACE | 'TRACE' is none of DEBUG, INFO, WARN, ERROR
                    workflowConfig.loggerLevel | 1 | '1' is none of DEBUG, INFO, WARN, ERROR
                    EXECUTION | true | expected a mapping, found true or false
                    EXECUTION.deletion.maxShare | half | 'half' is not a number
                    SERVER.extraHeaders | [a] | expected a mapping, found a list
                    SERVER.verifySSL | false | 'false' is none of no-ssl, ignore, validate
                    # What is missing.
                    source |  | is required
                    sink |  | is required
                    source.type |  | is required
                    source.type | '' | is required
                    source.serviceName |  | is required
                    source.serviceConnection |  | is required
                    source.serviceConnection | ~ | is required: Trawl takes the connection from the file, not from the server
                    CONNECTION |  | is required
                    CONNECTION.username |  | is required
                    sink.type |  | is required
                    workflowConfig |  | .openMetadataServerConfig: is required
                    SERVER |  | is required
                    SERVER.hostPort |  | is required
                    SERVER.securityConfig |  | .jwtToken: is required: Trawl logs in with a bot's token
                    SERVER.securityConfig | {jwtToken: '${EMPTY}'} | .jwtToken: is empty
                    # The environment.
                    CONNECTION.authType | {password: '${PG_PASWORD}'} | .password: ${PG_PASWORD} is not set
                    CONNECTION.hostPort | '${PG_HOST}:5432' | ${PG_HOST} is not set
                    METADATA.tableFilterPattern | {includes: ['${X}']} | .includes[0]: ${X} is not set
                    CONNECTION.username | '${USER:-me}' | between ${ and } there must be the name of an environment variable and nothing else
                    CONNECTION.username | '${}' | between ${ and } there must be the name of an environment variable and nothing else
                    # What is not here.
                    source.type | mysql | 'mysql' is not a source here; there are: postgres, redshift, snowflake
                    source.type | postgres-usage | 'postgres-usage' is not a source here; there are: postgres, redshift, snowflake
                    sink.type | kafka | 'kafka' is not a sink here; there are: file, metadata-rest
                    processor | {type: pii-processor} | not supported: Trawl ingests metadata only, from a source to a sink
                    stage | {type: table-usage} | not supported: Trawl ingests metadata only, from a source to a sink
                    bulkSink | {type: metadata-usage} | not supported: Trawl ingests metadata only, from a source to a sink
                    METADATA.type | DatabaseUsage | 'DatabaseUsage' is not supported: Trawl ingests metadata only (DatabaseMetadata)
                    METADATA.type | Metadata | 'Metadata' is none of DatabaseMetadata
                    METADATA.ownerConfig | {default: team} | not supported: owners come from the source (includeOwners)
                    METADATA.incremental | {lookbackDays: 1} | .enabled: is required
                    METADATA.extractJsonSchema | 'True' | 'True' is not supported: Trawl reads no table's rows
                    METADATA.extractJsonSchema | true | 'true' is not supported: Trawl reads no table's rows
                    METADATA.extractJsonSchema | 'y' | 'y' is not supported: Trawl reads no table's rows
                    SERVER | {hostPort: 'http://h/api', authProvider: google} | .securityConfig.jwtToken: is required: Trawl logs in with a bot's token
                    SERVER.authProvider | magic | 'magic' is none of openmetadata, basic, azure, google, okta, auth0, aws-cognito, custom-oidc, ldap, saml, no-auth
                    SERVER.authProvider | no-auth | SERVER.securityConfig.jwtToken: is not sent with authProvider no-auth
                    openMetadataWorkflowConfig | {source: {}} | not supported: source, sink and workflowConfig stand at the top of the file, as OpenMetadata's tool reads it
                    SERVER.apiVersion | v2 | 'v2' is none of v1
                    SERVER.forceEntityOverwriting | true | 'true' is not supported: see overrideMetadata
                    EXECUTION.orchestrator | airflow | 'airflow' is none of local, knative, argo
                    EXECUTION.waitForCompletion | false | 'false' is for runs that go on elsewhere (orchestrator: knative or argo)
                    EXECUTION | {enabled: true, orchestrator: knative} | .ledger: is missing, and TRAWL_LEDGER_URL is not set; orchestrator: knative needs one
                    EXECUTION | {enabled: true, orchestrator: argo} | .ledger: is missing, and TRAWL_LEDGER_URL is not set; orchestrator: argo needs one
                    EXECUTION.namespace | trawl | is for orchestrator: argo
                    EXECUTION.serviceAccount | trawl | is for orchestrator: argo
                    EXECUTION.image | trawl:1 | is for orchestrator: argo
                    EXECUTION.resourceRequests | {cpu: '1'} | is for orchestrator: argo
                    EXECUTION.resourceLimits | {} | is for orchestrator: argo
                    EXECUTION | {enabled: true, orchestrator: knative, image: a, ledger: {url: 'jdbc:postgresql:d'}} | .image: is for orchestrator: argo
                    EXECUTION | {orchestrator: local, namespace: a} | .namespace: is for orchestrator: argo
                    # Limits.
                    source.serviceName | a::b | 'a::b' must hold neither :: nor a line break
                    workflowConfig.successThreshold | 101 | '101' is above 100
                    workflowConfig.successThreshold | -1 | '-1' is below 0
                    METADATA.threads | 0 | '0' is below 1
                    EXECUTION.parallelism | 900 | '900' is above 500
                    EXECUTION.parallelism | 0 | '0' is below 1
                    EXECUTION.entitiesPerBatch | 0 | '0' is below 1
                    EXECUTION.entitiesPerBatch | some | 'some' is neither auto nor a whole number
                    EXECUTION.entitiesPerBatch | 1.5 | '1.5' is neither auto nor a whole number
                    EXECUTION.maxSourceConnections | 0 | '0' is below 1
                    EXECUTION.timeoutSeconds | 0 | '0' is below 1
                    EXECUTION.retryPolicy | {maxAttempts: 0} | .maxAttempts: '0' is below 1
                    EXECUTION.retryPolicy | {backoffFactor: 0.5} | .backoffFactor: '0.5' is below 1
                    EXECUTION.retryPolicy | {backoffFactor: .nan} | .backoffFactor: 'NaN' is not a number
                    EXECUTION.retryPolicy | {backoffSeconds: -1} | .backoffSeconds: '-1' is below 0
                    EXECUTION.retryPolicy | {backoffSeconds: 700} | .backoffSeconds: '700' is above maxBackoffSeconds, which is 600
                    EXECUTION.deletion | {maxShare: 1.5} | .maxShare: '1.5' is above 1
                    EXECUTION.deletion | {maxCount: -1} | .maxCount: '-1' is below 0
                    EXECUTION.deletion | {maxCount: 10001} | .maxCount: '10001' is above 10000
                    LEDGER | {url: 'jdbc:postgresql://h/d', leaseSeconds: 0} | .leaseSeconds: '0' is below 1
                    LEDGER | {url: 'jdbc:postgresql:d', leaseSeconds: 3601} | .leaseSeconds: '3601' is above 3600
                    LEDGER | {url: 'jdbc:postgresql:d', keepRuns: 0} | .keepRuns: '0' is below 1
                    LEDGER | {url: 'jdbc:postgresql:d', keepRuns: 1001} | .keepRuns: '1001' is above 1000
                    # The ledger's URL, which is never quoted: who knows what is in it.
                    LEDGER | {} | .url: is required
                    LEDGER | {username: trawl} | .url: is required
                    LEDGER | {url: ''} | .url: NO_LEDGER_URL
                    LEDGER | {url: 'postgresql://u:pa55-the-secret@h/d'} | .url: NO_LEDGER_URL
                    LEDGER | {url: 'jdbc:mysql://h/d'} | .url: NO_LEDGER_URL
                    LEDGER | {url: '${OM_TOKEN}'} | .url: NO_LEDGER_URL
                    LEDGER | {url: 'jdbc:postgresql://u:pa55-the-secret@h:5432/d'} | .url: must not hold a user or a password: use username and password
                    LEDGER | {url: 'jdbc:postgresql://u@h/d'} | .url: must not hold a user or a password: use username and password
                    LEDGER | {url: 'jdbc:postgresql://h/d?sslmode=require&password=pa55-the-secret'} | .url: must not hold a password: use password
                    LEDGER | {url: 'jdbc:postgresql://h/d?User=trawl'} | .url: must not hold a user: use username
                    LEDGER | {url: 'jdbc:postgresql://h/d?sslpassword=pa55-the-secret'} | .url: must not hold sslpassword: use a key file without a password
                    LEDGER | {url: [x]} | .url: expected text, found a list
                    LEDGER | {url: 'jdbc:postgresql:d', username: '${EMPTY}'} | .username: is empty
                    LEDGER | {url: 'jdbc:postgresql:d', password: '${EMPTY}'} | .password: is empty
                    LEDGER | {url: 'jdbc:postgresql:d', password: 1234567890123456789012345} | .password: the value is not text: put it in quotes
                    LEDGER | jdbc:postgresql://h/d | expected a mapping, found text
                    # What the rules of a key forbid.
                    SERVER.hostPort | http://localhost:8585 | 'http://localhost:8585' does not end in /api
                    SERVER.hostPort | http://h/api?x=1 | the value does not end in /api
                    SERVER.hostPort | localhost:8585/api | 'localhost:8585/api' is not an http or https URL, such as http://localhost:8585/api
                    SERVER.hostPort | ftp://localhost/api | 'ftp://localhost/api' is not an http or https URL, such as http://localhost:8585/api
                    SERVER.hostPort | 'http://a b/api' | 'http://a b/api' is not a URL, such as http://localhost:8585/api
                    SERVER.hostPort | http:///api | 'http:///api' holds no valid host and port
                    SERVER.hostPort | http://h_1:8585/api | 'http://h_1:8585/api' holds no valid host and port
                    SERVER.hostPort | http://h:99999/api | 'http://h:99999/api' holds no valid host and port
                    SERVER.hostPort | http://u:pa55-the-secret@h/api | must not hold a user or a password
                    METADATA.tableFilterPattern | {includes: ['[a']} | .includes[0]: '[a' is not a regular expression: Unclosed character class
                    METADATA.databaseFilterPattern | {excludes: [a, '*b']} | .excludes[1]: '*b' is not a regular expression: Dangling meta character '*'
                    CONNECTION.schemaFilterPattern | {excludes: ['(']} | .excludes[0]: '(' is not a regular expression: Unclosed group
                    CONNECTION.hostPort | localhost | 'localhost' is not host:port
                    CONNECTION.authType | {password: '${EMPTY}'} | .password: is empty
                    # What ends in a line break, as the content of a file does.
                    CONNECTION.authType | {password: "pa55-the-secret\\n"} | .password: ends in a line break: remove it where the value comes from
                    SERVER.securityConfig | {jwtToken: "${OM_TOKEN}\\r\\n"} | .jwtToken: ends in a line break: remove it where the value comes from
                    SERVER.securityConfig | {jwtToken: "t0ken\\n-the-secret"} | .jwtToken: holds a line break or another control character, which no token does
                    SERVER.extraHeaders | {X-Key: "pa55-the-secret\\n"} | .X-Key: ends in a line break: remove it where the value comes from
                    LEDGER | {url: 'jdbc:postgresql:d', password: "pa55-the-secret\\n"} | .password: ends in a line break: remove it where the value comes from
                    # The path of a token's file.
                    SERVER.securityConfig | {jwtToken: /no/such/pa55-the-secret} | .jwtToken: is the path of a file that does not exist
                    SERVER.securityConfig | {jwtToken: ./pa55-the-secret} | .jwtToken: is the path of a file that does not exist
                    CONNECTION.database | leak | careless words about ******** and a second line
                    sink | {type: file} | .config.filename: is required
                    sink | {type: file, config: [x]} | .config: expected a mapping, found a list
                    """)
    void oneWrongValueIsOneLine(String key, String yaml, String what) {
        String path = SampleWorkflow.path(key);
        SampleWorkflow workflow =
                yaml == null ? new SampleWorkflow().without(path) : new SampleWorkflow().with(path, yaml);
        if (what == null) {
            assertThat(workflow.read(directory)).isNotNull();
            return;
        }
        String separator = what.startsWith(".") ? "" : ": ";
        String shown = path.length() > 200 ? path.substring(0, 199) + "…" : path;
        String expected = what.startsWith("SERVER.") ? SampleWorkflow.path(what) : shown + separator + what;

        assertThat(complaint(() -> workflow.read(directory)))
                .isEqualTo(directory + "/pg.yaml: " + expected.replace("NO_LEDGER_URL", NO_LEDGER_URL));
    }

    @Test
    void aSourceThatAnImageLacksIsNamedWithWhatBringsIt() {
        Providers image = new Providers(
                List.of(FakeProviders.ALL.source("postgres").orElseThrow()),
                FakeProviders.ALL.sinks(),
                List.of(),
                List.of());
        SampleWorkflow workflow = new SampleWorkflow().with("source.type", "snowflake");
        assertThat(complaint(() -> workflow.read(directory, image)))
                .isEqualTo(directory + "/pg.yaml: source.type: 'snowflake' is not in this image, which has: postgres;"
                        + " build it with -Dsource.snowflake=compile");
    }

    /** It is the misspelled key that is told, and not that the right one is missing. */
    @Test
    void aRequiredKeyThatIsMisspelled() {
        SampleWorkflow workflow =
                new SampleWorkflow().without("source.serviceName").with("source.ServiceName", "svc");
        assertThat(complaint(() -> workflow.read(directory)))
                .isEqualTo(directory + "/pg.yaml: source.ServiceName: unknown key, did you mean serviceName?");
    }

    @Test
    void aWrongLedgerInTheEnvironmentIsOneLineToo() {
        SampleWorkflow workflow = new SampleWorkflow();
        workflow.where("TRAWL_LEDGER_URL", "jdbc:postgresql://u:" + SampleWorkflow.PASSWORD + "@h/d");
        assertThat(complaint(() -> workflow.read(directory)))
                .isEqualTo("TRAWL_LEDGER_URL: must not hold a user or a password:"
                        + " use TRAWL_LEDGER_USERNAME and TRAWL_LEDGER_PASSWORD");
        workflow.where("TRAWL_LEDGER_URL", SampleWorkflow.PASSWORD);
        assertThat(complaint(() -> workflow.read(directory))).isEqualTo("TRAWL_LEDGER_URL: " + NO_LEDGER_URL);
    }

    /** Whole files: their name, their text with escapes, and the line that follows. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    empty.yaml | `` | is empty
                    comment.yaml | # nothing else\\n | is empty
                    empty.json | ` ` | is empty
                    list.yaml | - a\\n- b\\n | expected a mapping with source, sink and workflowConfig, found a list
                    text.yml | hello | expected a mapping with source, sink and workflowConfig, found text
                    two.yaml | a: 1\\n---\\nb: 2\\n | holds several YAML documents; one is expected
                    broken.yaml | source:\\n  type: [postgres\\nsink: x\\n | line 3, column 5: expected ',' or ']', but got :
                    tab.yaml | source:\\n\\ttype: x\\n | line 2, column 1: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)
                    twice.yaml | source: {}\\nsink: {}\\nsource: {}\\n | line 3, column 1: 'source' stands here for the second time
                    alias.yaml | password: *pa55-the-secret\\n | line 1, column 11: an alias without an anchor; put text that begins with * in quotes
                    tag.yaml | password: !pa55-the-secret\\n | line 1, column 11: a tag that is not known here; put text that begins with ! in quotes
                    global-tag.yaml | password: !!pa55-the-secret [x]\\n | line 1, column 11: a tag that is not known here; put text that begins with ! in quotes
                    number.yaml | password: !!int pa55-the-secret\\n | is not YAML that can be read: nested too deeply, too many aliases, or a tag that does not fit its value
                    key.yaml | 1: x\\n | the key '1' is not text: put it in quotes
                    set.yaml | a: !!set {x}\\n | a: holds a kind of value that no workflow has, such as a set or binary data
                    binary.yaml | a: !!binary aGk=\\n | a: holds a kind of value that no workflow has, such as a set or binary data
                    loop.yaml | a: &a\\n  b: *a\\n | a.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b.b: is nested more than 50 levels deep
                    control.yaml | a: \\1\\n | holds a character that YAML does not allow: U+0001
                    broken.json | {"password": pa55-the-secret} | line 1, column 14: is not JSON, or holds a key for the second time
                    twice.json | {"sink": 1, "sink": 2} | line 1, column 19: is not JSON, or holds a key for the second time
                    more.json | {} {} | line 1, column 4: is not JSON, or holds a key for the second time
                    workflow.txt | a: 1 | the file's name must end in .yaml, .yml or .json
                    -x.yaml | a: 1 | '-x' cannot name a workflow: the file's name must consist of letters, digits, dots, hyphens and underscores, begin with a letter or digit, and have 100 characters at most
                    """)
    void oneWrongFileIsOneLine(String name, String text, String expected) {
        Path file = SampleWorkflow.write(directory, name, text.translateEscapes());
        assertThat(complaint(() -> reader().read(file))).isEqualTo(file + ": " + expected);
    }

    @Test
    void aMissingFileADirectoryAndBytesThatAreNoText() throws Exception {
        assertThat(complaint(() -> reader().read(Path.of("nowhere/pg.yaml"))))
                .isEqualTo("nowhere/pg.yaml: no such file");
        assertThat(complaint(() -> reader().read(directory))).isEqualTo(directory + ": is a directory, not a file");

        Path latin1 = directory.resolve("latin1.yaml");
        java.nio.file.Files.write(latin1, new byte[] {'a', ':', ' ', (byte) 0xe9, '\n'});
        assertThat(complaint(() -> reader().read(latin1))).isEqualTo(latin1 + ": is not UTF-8 text");

        Path large = SampleWorkflow.write(directory, "large.yaml", "#".repeat((1 << 20) + 1));
        assertThat(complaint(() -> reader().read(large)))
                .isEqualTo(large + ": is larger than 1 MiB, which no workflow is");
    }

    @Test
    void withoutAnyProviderItFailsLoudly() {
        String prefix = directory + "/pg.yaml: ";
        Providers none = new Providers(List.of(), List.of(), List.of(), List.of());
        assertThat(complaint(() -> new SampleWorkflow().read(directory, none)))
                .isEqualTo(prefix + "source.type: no source is built in");

        // Nothing in core is a source, so the default finds none either.
        Path file = directory.resolve("pg.yaml");
        assertThat(complaint(() -> new WorkflowReader(SampleWorkflow.ENVIRONMENT).read(file)))
                .isEqualTo(prefix + "source.type: no source is built in");

        Providers noSink = new Providers(FakeProviders.ALL.sources(), List.of(), List.of(), List.of());
        assertThat(complaint(() -> new SampleWorkflow().read(directory, noSink)))
                .isEqualTo(prefix + "sink.type: no sink is built in");
    }

    private static WorkflowReader reader() {
        return new WorkflowReader(SampleWorkflow.ENVIRONMENT, FakeProviders.ALL);
    }

    /** The message; one line, without a cause that could say more, and without a secret. */
    private static String complaint(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
        ConfigException complaint = catchThrowableOfType(ConfigException.class, reading);
        assertThat(complaint).isNotNull().hasNoCause();
        assertThat(complaint.getSuppressed()).isEmpty();
        assertThat(complaint.getMessage())
                .hasLineCount(1)
                .doesNotContain(SampleWorkflow.PASSWORD, SampleWorkflow.TOKEN, "1234567890123456789012345");
        return complaint.getMessage();
    }
}
