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
import org.junit.jupiter.params.provider.MethodSource;

/** What a user is told about a workflow with one thing wrong: always one line that says where and what. */
class WrongWorkflowTest {

    private static final String CONNECTION = "source.serviceConnection.config";
    private static final String METADATA = "source.sourceConfig.config";
    private static final String SERVER = "workflowConfig.openMetadataServerConfig";
    private static final String EXECUTION = "workflowConfig.distributedExecution";
    private static final String LEDGER = EXECUTION + ".ledger";
    private static final String NO_LEDGER_URL =
            "must start with jdbc:postgresql:, as jdbc:postgresql://host:5432/database does";

    @TempDir
    Path directory;

    /** A key, the YAML that is written there, and the line that follows; a message without a path is about that key. */
    static Stream<Arguments> wrongValues() {
        return Stream.of(
                // Keys that do not exist.
                arguments("sourc", "{}", "unknown key, did you mean source?"),
                arguments("zzz", "{}", "unknown key"),
                arguments("source.servicename", "x", "unknown key, did you mean serviceName?"),
                arguments("source.ServiceName", "x", "unknown key, did you mean serviceName?"),
                arguments("x".repeat(300), "{}", "unknown key"),
                arguments(METADATA + ".includeTabels", "true", "unknown key, did you mean includeTables?"),
                arguments(METADATA + ".tableFilterPatern", "{}", "unknown key, did you mean tableFilterPattern?"),
                arguments(
                        METADATA + ".tableFilterPattern",
                        "{include: [a]}",
                        ".include: unknown key, did you mean includes?"),
                arguments(METADATA + ".queryLogFilePath", "/tmp", "unknown key"),
                arguments(CONNECTION + ".usernam", "x", "unknown key, did you mean username?"),
                arguments(CONNECTION + ".authType", "{pasword: x}", ".pasword: unknown key, did you mean password?"),
                arguments("sink.config", "{file: x}", ".file: unknown key"),
                arguments("workflowConfig.logLevel", "INFO", "unknown key, did you mean loggerLevel?"),
                arguments(
                        "workflowConfig.distributedExecutions",
                        "{}",
                        "unknown key, did you mean distributedExecution?"),
                arguments(EXECUTION + ".parallelizm", "3", "unknown key, did you mean parallelism?"),
                arguments(EXECUTION + ".retryPolicy.attempts", "3", "unknown key, did you mean maxAttempts?"),
                arguments(SERVER + ".hostport", "x", "unknown key, did you mean hostPort?"),
                // Values of the wrong type.
                arguments("source", "[]", "expected a mapping, found a list"),
                arguments("source", "postgres", "expected a mapping, found text"),
                arguments("source.type", "[postgres]", "expected text, found a list"),
                arguments("source.serviceName", "2024", "'2024' is not text: put it in quotes"),
                arguments(CONNECTION, "localhost", "expected a mapping, found text"),
                arguments(CONNECTION + ".database", "yes", "'true' is not text: put it in quotes"),
                arguments(
                        CONNECTION + ".authType",
                        "'" + SampleWorkflow.PASSWORD + "'",
                        "expected a mapping, found text"),
                arguments(
                        CONNECTION + ".authType",
                        "{password: 1234567890123456789012345}",
                        ".password: the value is not text: put it in quotes"),
                arguments(CONNECTION + ".authType", "{password: [x]}", ".password: expected text, found a list"),
                arguments(CONNECTION + ".sslMode", "verify", "'verify' is none of disable, prefer, verify-ca"),
                arguments(METADATA + ".includeTables", "maybe", "'maybe' is not true or false"),
                arguments(METADATA + ".includeViews", "2", "'2' is not true or false"),
                arguments(METADATA + ".includeViews", "1.0", "'1.0' is not true or false"),
                arguments(METADATA + ".includeViews", "[yes]", "expected true or false, found a list"),
                arguments(METADATA + ".includeViews", "''", "'' is not true or false"),
                arguments(METADATA + ".threads", "many", "'many' is not a whole number"),
                arguments(METADATA + ".threads", "2.5", "'2.5' is not a whole number"),
                arguments(METADATA + ".threads", "{}", "expected a whole number, found a mapping"),
                arguments(METADATA + ".threads", "99999999999", "'99999999999' is out of range"),
                arguments(METADATA + ".schemaFilterPattern", "public", "expected a mapping, found text"),
                arguments(
                        METADATA + ".schemaFilterPattern",
                        "{includes: public}",
                        ".includes: expected a list, found text"),
                arguments(
                        METADATA + ".schemaFilterPattern",
                        "{includes: [a, 5]}",
                        ".includes[1]: '5' is not text: put it in quotes"),
                arguments(METADATA + ".schemaFilterPattern", "{includes: [a, ]}", null),
                arguments(
                        METADATA + ".schemaFilterPattern",
                        "{includes: [a, ~]}",
                        ".includes[1]: is empty; an element of a list needs a value"),
                arguments("workflowConfig.loggerLevel", "TRACE", "'TRACE' is none of DEBUG, INFO, WARN, ERROR"),
                arguments("workflowConfig.loggerLevel", "1", "'1' is none of DEBUG, INFO, WARN, ERROR"),
                arguments(EXECUTION, "true", "expected a mapping, found true or false"),
                arguments(EXECUTION + ".deletion.maxShare", "half", "'half' is not a number"),
                arguments(SERVER + ".extraHeaders", "[a]", "expected a mapping, found a list"),
                arguments(SERVER + ".verifySSL", "false", "'false' is none of no-ssl, ignore, validate"),
                // What is missing.
                arguments("source", null, "is required"),
                arguments("sink", null, "is required"),
                arguments("source.type", null, "is required"),
                arguments("source.type", "''", "is required"),
                arguments("source.serviceName", null, "is required"),
                arguments("source.serviceConnection", null, "is required"),
                arguments(
                        "source.serviceConnection",
                        "~",
                        "is required: Trawl takes the connection from the file, not from the server"),
                arguments(CONNECTION, null, "is required"),
                arguments(CONNECTION + ".username", null, "is required"),
                arguments("sink.type", null, "is required"),
                arguments("workflowConfig", null, ".openMetadataServerConfig: is required"),
                arguments(SERVER, null, "is required"),
                arguments(SERVER + ".hostPort", null, "is required"),
                arguments(SERVER + ".securityConfig", null, ".jwtToken: is required: Trawl logs in with a bot's token"),
                arguments(SERVER + ".securityConfig", "{jwtToken: '${EMPTY}'}", ".jwtToken: is empty"),
                // The environment.
                arguments(
                        CONNECTION + ".authType", "{password: '${PG_PASWORD}'}", ".password: ${PG_PASWORD} is not set"),
                arguments(CONNECTION + ".hostPort", "'${PG_HOST}:5432'", "${PG_HOST} is not set"),
                arguments(METADATA + ".tableFilterPattern", "{includes: ['${X}']}", ".includes[0]: ${X} is not set"),
                arguments(
                        CONNECTION + ".username",
                        "'${USER:-me}'",
                        "between ${ and } there must be the name of an environment variable and nothing else"),
                arguments(
                        CONNECTION + ".username",
                        "'${}'",
                        "between ${ and } there must be the name of an environment variable and nothing else"),
                // What is not here.
                arguments("source.type", "mysql", "'mysql' is not a source here; there are: postgres, redshift"),
                arguments(
                        "source.type",
                        "postgres-usage",
                        "'postgres-usage' is not a source here; there are: postgres, redshift"),
                arguments("sink.type", "kafka", "'kafka' is not a sink here; there are: file, metadata-rest"),
                arguments(
                        "processor",
                        "{type: pii-processor}",
                        "not supported: Trawl ingests metadata only, from a source to a sink"),
                arguments(
                        "stage",
                        "{type: table-usage}",
                        "not supported: Trawl ingests metadata only, from a source to a sink"),
                arguments(
                        "bulkSink",
                        "{type: metadata-usage}",
                        "not supported: Trawl ingests metadata only, from a source to a sink"),
                arguments(
                        METADATA + ".type",
                        "DatabaseUsage",
                        "'DatabaseUsage' is not supported: Trawl ingests metadata only (DatabaseMetadata)"),
                arguments(METADATA + ".type", "Metadata", "'Metadata' is none of DatabaseMetadata"),
                arguments(
                        METADATA + ".ownerConfig",
                        "{default: team}",
                        "not supported: owners come from the source (includeOwners)"),
                arguments(METADATA + ".incremental", "{lookbackDays: 1}", ".enabled: is required"),
                arguments(
                        METADATA + ".extractJsonSchema",
                        "'True'",
                        "'True' is not supported: Trawl reads no table's rows"),
                arguments(
                        METADATA + ".extractJsonSchema",
                        "true",
                        "'true' is not supported: Trawl reads no table's rows"),
                arguments(METADATA + ".extractJsonSchema", "'y'", "'y' is not supported: Trawl reads no table's rows"),
                arguments(
                        SERVER,
                        "{hostPort: 'http://h/api', authProvider: google}",
                        ".securityConfig.jwtToken: is required: Trawl logs in with a bot's token"),
                arguments(
                        SERVER + ".authProvider",
                        "magic",
                        "'magic' is none of openmetadata, basic, azure, google, okta, auth0, aws-cognito, custom-oidc,"
                                + " ldap, saml, no-auth"),
                arguments(
                        SERVER + ".authProvider",
                        "no-auth",
                        SERVER + ".securityConfig.jwtToken: is not sent with authProvider no-auth"),
                arguments(
                        "openMetadataWorkflowConfig",
                        "{source: {}}",
                        "not supported: source, sink and workflowConfig stand at the top of the file, as OpenMetadata's"
                                + " tool reads it"),
                arguments(SERVER + ".apiVersion", "v2", "'v2' is none of v1"),
                arguments(SERVER + ".forceEntityOverwriting", "true", "'true' is not supported: see overrideMetadata"),
                arguments(EXECUTION + ".orchestrator", "airflow", "'airflow' is none of local, knative, argo"),
                arguments(
                        EXECUTION + ".waitForCompletion",
                        "false",
                        "'false' is for runs that go on elsewhere (orchestrator: knative or argo)"),
                arguments(
                        EXECUTION,
                        "{enabled: true, orchestrator: knative}",
                        ".ledger: is missing, and TRAWL_LEDGER_URL is not set; orchestrator: knative needs one"),
                arguments(
                        EXECUTION,
                        "{enabled: true, orchestrator: argo}",
                        ".ledger: is missing, and TRAWL_LEDGER_URL is not set; orchestrator: argo needs one"),
                arguments(EXECUTION + ".namespace", "trawl", "is for orchestrator: argo"),
                arguments(EXECUTION + ".serviceAccount", "trawl", "is for orchestrator: argo"),
                arguments(EXECUTION + ".image", "trawl:1", "is for orchestrator: argo"),
                arguments(EXECUTION + ".resourceRequests", "{cpu: '1'}", "is for orchestrator: argo"),
                arguments(EXECUTION + ".resourceLimits", "{}", "is for orchestrator: argo"),
                arguments(
                        EXECUTION,
                        "{enabled: true, orchestrator: knative, image: a, ledger: {url: 'jdbc:postgresql:d'}}",
                        ".image: is for orchestrator: argo"),
                arguments(EXECUTION, "{orchestrator: local, namespace: a}", ".namespace: is for orchestrator: argo"),
                // Limits.
                arguments("source.serviceName", "a::b", "'a::b' must hold neither :: nor a line break"),
                arguments("source.serviceName", "x".repeat(257), "has 257 characters; at most 256 are allowed"),
                arguments("workflowConfig.successThreshold", "101", "'101' is above 100"),
                arguments("workflowConfig.successThreshold", "-1", "'-1' is below 0"),
                arguments(METADATA + ".threads", "0", "'0' is below 1"),
                arguments(EXECUTION + ".parallelism", "900", "'900' is above 500"),
                arguments(EXECUTION + ".parallelism", "0", "'0' is below 1"),
                arguments(EXECUTION + ".entitiesPerBatch", "0", "'0' is below 1"),
                arguments(EXECUTION + ".entitiesPerBatch", "some", "'some' is neither auto nor a whole number"),
                arguments(EXECUTION + ".entitiesPerBatch", "1.5", "'1.5' is neither auto nor a whole number"),
                arguments(EXECUTION + ".maxSourceConnections", "0", "'0' is below 1"),
                arguments(EXECUTION + ".timeoutSeconds", "0", "'0' is below 1"),
                arguments(EXECUTION + ".retryPolicy", "{maxAttempts: 0}", ".maxAttempts: '0' is below 1"),
                arguments(EXECUTION + ".retryPolicy", "{backoffFactor: 0.5}", ".backoffFactor: '0.5' is below 1"),
                arguments(EXECUTION + ".retryPolicy", "{backoffFactor: .nan}", ".backoffFactor: 'NaN' is not a number"),
                arguments(EXECUTION + ".retryPolicy", "{backoffSeconds: -1}", ".backoffSeconds: '-1' is below 0"),
                arguments(
                        EXECUTION + ".retryPolicy",
                        "{backoffSeconds: 700}",
                        ".backoffSeconds: '700' is above maxBackoffSeconds, which is 600"),
                arguments(EXECUTION + ".deletion", "{maxShare: 1.5}", ".maxShare: '1.5' is above 1"),
                arguments(EXECUTION + ".deletion", "{maxCount: -1}", ".maxCount: '-1' is below 0"),
                arguments(EXECUTION + ".deletion", "{maxCount: 10001}", ".maxCount: '10001' is above 10000"),
                arguments(LEDGER, "{url: 'jdbc:postgresql://h/d', leaseSeconds: 0}", ".leaseSeconds: '0' is below 1"),
                arguments(
                        LEDGER,
                        "{url: 'jdbc:postgresql:d', leaseSeconds: 3601}",
                        ".leaseSeconds: '3601' is above 3600"),
                arguments(LEDGER, "{url: 'jdbc:postgresql:d', keepRuns: 0}", ".keepRuns: '0' is below 1"),
                arguments(LEDGER, "{url: 'jdbc:postgresql:d', keepRuns: 1001}", ".keepRuns: '1001' is above 1000"),
                // The ledger's URL, which is never quoted: who knows what is in it.
                arguments(LEDGER, "{}", ".url: is required"),
                arguments(LEDGER, "{username: trawl}", ".url: is required"),
                arguments(LEDGER, "{url: ''}", ".url: " + NO_LEDGER_URL),
                arguments(
                        LEDGER,
                        "{url: 'postgresql://u:" + SampleWorkflow.PASSWORD + "@h/d'}",
                        ".url: " + NO_LEDGER_URL),
                arguments(LEDGER, "{url: 'jdbc:mysql://h/d'}", ".url: " + NO_LEDGER_URL),
                arguments(LEDGER, "{url: '${OM_TOKEN}'}", ".url: " + NO_LEDGER_URL),
                arguments(
                        LEDGER,
                        "{url: 'jdbc:postgresql://u:" + SampleWorkflow.PASSWORD + "@h:5432/d'}",
                        ".url: must not hold a user or a password: use username and password"),
                arguments(
                        LEDGER,
                        "{url: 'jdbc:postgresql://u@h/d'}",
                        ".url: must not hold a user or a password: use username and password"),
                arguments(
                        LEDGER,
                        "{url: 'jdbc:postgresql://h/d?sslmode=require&password=" + SampleWorkflow.PASSWORD + "'}",
                        ".url: must not hold a password: use password"),
                arguments(
                        LEDGER,
                        "{url: 'jdbc:postgresql://h/d?User=trawl'}",
                        ".url: must not hold a user: use username"),
                arguments(
                        LEDGER,
                        "{url: 'jdbc:postgresql://h/d?sslpassword=" + SampleWorkflow.PASSWORD + "'}",
                        ".url: must not hold sslpassword: use a key file without a password"),
                arguments(LEDGER, "{url: [x]}", ".url: expected text, found a list"),
                arguments(LEDGER, "{url: 'jdbc:postgresql:d', username: '${EMPTY}'}", ".username: is empty"),
                arguments(LEDGER, "{url: 'jdbc:postgresql:d', password: '${EMPTY}'}", ".password: is empty"),
                arguments(
                        LEDGER,
                        "{url: 'jdbc:postgresql:d', password: 1234567890123456789012345}",
                        ".password: the value is not text: put it in quotes"),
                arguments(LEDGER, "jdbc:postgresql://h/d", "expected a mapping, found text"),
                // What the rules of a key forbid.
                arguments(
                        SERVER + ".hostPort", "http://localhost:8585", "'http://localhost:8585' does not end in /api"),
                arguments(SERVER + ".hostPort", "http://h/api?x=1", "the value does not end in /api"),
                arguments(
                        SERVER + ".hostPort",
                        "localhost:8585/api",
                        "'localhost:8585/api' is not an http or https URL, such as http://localhost:8585/api"),
                arguments(
                        SERVER + ".hostPort",
                        "ftp://localhost/api",
                        "'ftp://localhost/api' is not an http or https URL, such as http://localhost:8585/api"),
                arguments(
                        SERVER + ".hostPort",
                        "'http://a b/api'",
                        "'http://a b/api' is not a URL, such as http://localhost:8585/api"),
                arguments(SERVER + ".hostPort", "http:///api", "'http:///api' holds no valid host and port"),
                arguments(
                        SERVER + ".hostPort",
                        "http://h_1:8585/api",
                        "'http://h_1:8585/api' holds no valid host and port"),
                arguments(
                        SERVER + ".hostPort",
                        "http://h:99999/api",
                        "'http://h:99999/api' holds no valid host and port"),
                arguments(
                        SERVER + ".hostPort",
                        "http://u:" + SampleWorkflow.PASSWORD + "@h/api",
                        "must not hold a user or a password"),
                arguments(
                        METADATA + ".tableFilterPattern",
                        "{includes: ['[a']}",
                        ".includes[0]: '[a' is not a regular expression: Unclosed character class"),
                arguments(
                        METADATA + ".databaseFilterPattern",
                        "{excludes: [a, '*b']}",
                        ".excludes[1]: '*b' is not a regular expression: Dangling meta character '*'"),
                arguments(
                        CONNECTION + ".schemaFilterPattern",
                        "{excludes: ['(']}",
                        ".excludes[0]: '(' is not a regular expression: Unclosed group"),
                arguments(CONNECTION + ".hostPort", "localhost", "'localhost' is not host:port"),
                arguments(CONNECTION + ".authType", "{password: '${EMPTY}'}", ".password: is empty"),
                // What ends in a line break, as the content of a file does.
                arguments(
                        CONNECTION + ".authType",
                        "{password: \"pa55-the-secret\\n\"}",
                        ".password: ends in a line break: remove it where the value comes from"),
                arguments(
                        SERVER + ".securityConfig",
                        "{jwtToken: \"${OM_TOKEN}\\r\\n\"}",
                        ".jwtToken: ends in a line break: remove it where the value comes from"),
                arguments(
                        SERVER + ".securityConfig",
                        "{jwtToken: \"t0ken\\n-the-secret\"}",
                        ".jwtToken: holds a line break or another control character, which no token does"),
                arguments(
                        SERVER + ".extraHeaders",
                        "{X-Key: \"pa55-the-secret\\n\"}",
                        ".X-Key: ends in a line break: remove it where the value comes from"),
                arguments(
                        LEDGER,
                        "{url: 'jdbc:postgresql:d', password: \"pa55-the-secret\\n\"}",
                        ".password: ends in a line break: remove it where the value comes from"),
                // The path of a token's file.
                arguments(
                        SERVER + ".securityConfig",
                        "{jwtToken: /no/such/pa55-the-secret}",
                        ".jwtToken: is the path of a file that does not exist"),
                arguments(
                        SERVER + ".securityConfig",
                        "{jwtToken: ./pa55-the-secret}",
                        ".jwtToken: is the path of a file that does not exist"),
                arguments(CONNECTION + ".database", "leak", "careless words about ******** and a second line"),
                arguments("sink", "{type: file}", ".config.filename: is required"),
                arguments("sink", "{type: file, config: [x]}", ".config: expected a mapping, found a list"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("wrongValues")
    void oneWrongValueIsOneLine(String path, String yaml, String what) {
        SampleWorkflow workflow =
                yaml == null ? new SampleWorkflow().without(path) : new SampleWorkflow().with(path, yaml);
        if (what == null) {
            // The neighbour of a wrong value: it must be read.
            assertThat(workflow.read(directory)).isNotNull();
            return;
        }
        String separator = what.startsWith(".") ? "" : ": ";
        String shown = path.length() > 200 ? path.substring(0, 199) + "…" : path;
        String expected = what.startsWith("workflowConfig.") ? what : shown + separator + what;

        assertThat(complaint(() -> workflow.read(directory))).isEqualTo(directory + "/pg.yaml: " + expected);
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

    /** Whole files: their name, their text, and the line that follows. */
    static Stream<Arguments> wrongFiles() {
        return Stream.of(
                arguments("empty.yaml", "", "empty.yaml: is empty"),
                arguments("comment.yaml", "# nothing else\n", "comment.yaml: is empty"),
                arguments("empty.json", " ", "empty.json: is empty"),
                arguments(
                        "list.yaml",
                        "- a\n- b\n",
                        "list.yaml: expected a mapping with source, sink and workflowConfig, found a list"),
                arguments(
                        "text.yml",
                        "hello",
                        "text.yml: expected a mapping with source, sink and workflowConfig, found text"),
                arguments("two.yaml", "a: 1\n---\nb: 2\n", "two.yaml: holds several YAML documents; one is expected"),
                arguments(
                        "broken.yaml",
                        "source:\n  type: [postgres\nsink: x\n",
                        "broken.yaml: line 3, column 5: expected ',' or ']', but got :"),
                arguments(
                        "tab.yaml",
                        "source:\n\ttype: x\n",
                        "tab.yaml: line 2, column 1: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)"),
                arguments(
                        "twice.yaml",
                        "source: {}\nsink: {}\nsource: {}\n",
                        "twice.yaml: line 3, column 1: 'source' stands here for the second time"),
                arguments(
                        "alias.yaml",
                        "password: *pa55-the-secret\n",
                        "alias.yaml: line 1, column 11: an alias without an anchor; put text that begins with * in quotes"),
                arguments(
                        "tag.yaml",
                        "password: !pa55-the-secret\n",
                        "tag.yaml: line 1, column 11: a tag that is not known here; put text that begins with ! in quotes"),
                arguments(
                        "global-tag.yaml",
                        "password: !!pa55-the-secret [x]\n",
                        "global-tag.yaml: line 1, column 11: a tag that is not known here; put text that begins with ! in quotes"),
                arguments(
                        "number.yaml",
                        "password: !!int pa55-the-secret\n",
                        "number.yaml: is not YAML that can be read: nested too deeply, too many aliases, or a tag that does not fit its value"),
                arguments("key.yaml", "1: x\n", "key.yaml: the key '1' is not text: put it in quotes"),
                arguments(
                        "set.yaml",
                        "a: !!set {x}\n",
                        "set.yaml: a: holds a kind of value that no workflow has, such as a set or binary data"),
                arguments(
                        "binary.yaml",
                        "a: !!binary aGk=\n",
                        "binary.yaml: a: holds a kind of value that no workflow has, such as a set or binary data"),
                arguments(
                        "loop.yaml",
                        "a: &a\n  b: *a\n",
                        "loop.yaml: a" + ".b".repeat(50) + ": is nested more than 50 levels deep"),
                arguments(
                        "control.yaml",
                        "a: \u0001\n",
                        "control.yaml: holds a character that YAML does not allow: U+0001"),
                arguments(
                        "broken.json",
                        "{\"password\": pa55-the-secret}",
                        "broken.json: line 1, column 14: is not JSON, or holds a key for the second time"),
                arguments(
                        "twice.json",
                        "{\"sink\": 1, \"sink\": 2}",
                        "twice.json: line 1, column 19: is not JSON, or holds a key for the second time"),
                arguments(
                        "more.json",
                        "{} {}",
                        "more.json: line 1, column 4: is not JSON, or holds a key for the second time"),
                arguments("workflow.txt", "a: 1", "workflow.txt: the file's name must end in .yaml, .yml or .json"),
                arguments(
                        "-x.yaml",
                        "a: 1",
                        "-x.yaml: '-x' cannot name a workflow: the file's name must consist of letters, digits, dots, hyphens and underscores, begin with a letter or digit, and have 100 characters at most"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongFiles")
    void oneWrongFileIsOneLine(String name, String text, String expected) {
        Path file = SampleWorkflow.write(directory, name, text);
        String complaint = complaint(() -> reader().read(file));
        assertThat(complaint).isEqualTo(directory + "/" + expected);
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
