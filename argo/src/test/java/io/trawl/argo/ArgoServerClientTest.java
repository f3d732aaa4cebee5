package io.trawl.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.ConfigException;
import io.trawl.argo.WorkflowStatus.Phase;
import io.trawl.testkit.SelfSigned;
import io.trawl.testkit.Yaml;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgoServerClientTest {

    private static final String WORKFLOWS = "/api/v1/workflows/catalog";
    private static final String WORKFLOW = WORKFLOWS + "/trawl-r";
    private static final String TOKEN = "t0ken-that-nobody-may-see";

    private final ObjectNode workflow = RunWorkflow.submitted(Runs.workflow(), "r", null, false);

    @TempDir
    Path directory;

    private StubApi api;
    private WorkflowClient client;

    @BeforeEach
    void open() throws IOException {
        api = new StubApi();
        client = open(Map.of());
    }

    @AfterEach
    void close() {
        client.close();
        api.close();
    }

    private WorkflowClient open(Map<String, String> others) {
        Map<String, String> environment = new HashMap<>(
                Map.of("ARGO_SERVER", api.hostPort(), "ARGO_SECURE", "false", "ARGO_TOKEN", "Bearer " + TOKEN));
        environment.putAll(others);
        return WorkflowClients.open(environment, "catalog", Quick.PATIENCE);
    }

    private static String workflow(String phase) {
        return "{\"metadata\": {\"name\": \"trawl-r\"}, \"status\": {\"phase\": \"" + phase + "\"}}";
    }

    private TrawlException refusal(WorkflowClient asked) {
        TrawlException failure = catchThrowableOfType(TrawlException.class, () -> asked.submit(workflow));
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage()).doesNotContain("\n");
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain(TOKEN);
        }
        return failure;
    }

    @Test
    void aWorkflowIsSubmittedAsItIs() {
        api.on("POST " + WORKFLOWS, 200, workflow(""));
        client.submit(workflow);
        JsonNode body = Yaml.documents(api.bodies.get(0)).get(0);
        assertThat(body.path("workflow")).isEqualTo(workflow);
        assertThat(body.path("namespace").asText()).isEqualTo("catalog");
        assertThat(api.contentTypes.get(0)).isEqualTo("application/json");
        assertThat(api.authorizations).containsOnly("Bearer " + TOKEN);
        // What was answered is known, and no request is sent again so soon.
        assertThat(client.status("trawl-r")).map(WorkflowStatus::phase).contains(Phase.PENDING);
        assertThat(api.requests).hasSize(1);
    }

    @Test
    void theSecondTimeIsSuccess() {
        api.on("POST " + WORKFLOWS, 409, "{\"code\": 6, \"message\": \"exists\"}")
                .on("GET " + WORKFLOW, 200, workflow("Running"));
        assertThatCode(() -> client.submit(workflow)).doesNotThrowAnyException();
    }

    @Test
    void anotherConflictIsNone() {
        api.on("POST " + WORKFLOWS, 409, "{\"message\": \"quota was modified\"}");
        TrawlException refusal = refusal(client);
        assertThat(refusal).hasMessageContaining("409: cannot create workflows.argoproj.io (quota was modified)");
        assertThat(refusal.kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "401|token not valid|PERMISSION|401 Unauthorized: the token in ARGO_TOKEN was refused",
                "403|workflows.argoproj.io is forbidden|PERMISSION|forbidden: cannot create workflows.argoproj.io in namespace"
                        + " 'catalog': give this login the Role trawl-submitter there \\(workflows.argoproj.io is forbidden\\)",
                "400|templates.run not found|INVALID|cannot create workflows.argoproj.io: refused as wrong \\(templates.run"
                        + " not found\\)",
                "429|too many|THROTTLED|429 Too Many Requests: .*",
                "503|starting|TRANSIENT|503: cannot create workflows.argoproj.io \\(starting\\)",
                "500|etcd|TRANSIENT|500: .*",
                "302||INVALID|302: cannot create workflows.argoproj.io.*",
                "200|-|INVALID|200: cannot create workflows.argoproj.io \\(the answer is no JSON\\)"
            })
    void aRefusalSaysWhatToDo(int status, String message, FailureKind kind, String text) {
        String body = status == 200 ? "<html>log in</html>" : "{\"message\": \"" + message + "\"}";
        api.on("POST " + WORKFLOWS, status, body);
        TrawlException refusal = refusal(client);
        assertThat(refusal.getMessage()).matches("Argo server at localhost:\\d+: " + text);
        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(api.requests.stream().filter(each -> each.startsWith("POST")))
                .hasSize(kind.retried() ? Quick.PATIENCE.policy().maxAttempts() : 1);
    }

    @Test
    void theTemplateIsMissing() {
        api.on("POST " + WORKFLOWS, 404, "{\"message\": \"workflowtemplates.argoproj.io trawl not found\"}");
        assertThat(refusal(client)).hasMessageContaining("namespace 'catalog' has no WorkflowTemplate 'trawl'");
    }

    @Test
    void aTokenIsWanted() {
        try (WorkflowClient anonymous = open(Map.of("ARGO_TOKEN", ""))) {
            api.on("POST " + WORKFLOWS, 401, "{}");
            assertThat(refusal(anonymous)).hasMessageContaining("it wants a token, set ARGO_TOKEN");
            assertThat(api.authorizations).containsOnly("null");
        }
    }

    @Test
    void aWorkflowIsFollowedAndItsEndSeen() {
        api.on("GET " + WORKFLOW, 200, workflow("Failed"));
        assertThat(client.status("trawl-r")).map(WorkflowStatus::phase).contains(Phase.FAILED);
        assertThat(client.status("trawl-other")).isEmpty();
        assertThat(api.queries.get(0)).startsWith("fields=metadata.name,");
    }

    @Test
    void anOutageIsRiddenOut() {
        api.on("POST " + WORKFLOWS, 200, workflow("Running"));
        client.submit(workflow);
        api.close();
        assertThat(client.status("trawl-r")).map(WorkflowStatus::phase).contains(Phase.RUNNING);
        assertThat(catchThrowableOfType(TrawlException.class, () -> client.status("trawl-unseen"))
                        .kind())
                .isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void stopping() {
        api.on("GET " + WORKFLOW, 200, workflow("Running")).on("PUT " + WORKFLOW + "/stop", 200, workflow("Running"));
        client.stop("trawl-r");
        assertThat(api.requests).containsExactly("GET " + WORKFLOW, "PUT " + WORKFLOW + "/stop");
        assertThat(api.bodies.get(1)).isEqualTo("{\"namespace\":\"catalog\",\"name\":\"trawl-r\"}");
    }

    @Test
    void whatHasEndedOrIsGoneIsNotStopped() {
        api.on("GET " + WORKFLOW, 200, workflow("Succeeded"));
        client.stop("trawl-r");
        client.stop("trawl-gone");
        assertThat(api.requests).noneMatch(request -> request.startsWith("PUT"));
    }

    @Test
    void whatEndsMeanwhileIsNoFailure() {
        api.on("GET " + WORKFLOW, 200, workflow("Running"))
                .on("GET " + WORKFLOW, 200, workflow("Succeeded"))
                .on("PUT " + WORKFLOW + "/stop", 400, "{\"message\": \"cannot shutdown a completed workflow\"}");
        assertThatCode(() -> client.stop("trawl-r")).doesNotThrowAnyException();
    }

    @Test
    void whatIsUnderWayOfARun() {
        api.on("GET " + WORKFLOWS, 200, """
                {"items": [
                  {"metadata": {"name": "trawl-r-2"}, "status": {"phase": "Running"}},
                  {"metadata": {"name": "trawl-r"}, "status": {"phase": "Failed"}},
                  {"metadata": {"name": "trawl-r-3"}}]}""").on("GET " + WORKFLOWS + "/r", 200, workflow("Running"));
        assertThat(client.underWay("r")).containsExactly("r", "trawl-r-2", "trawl-r-3");
        assertThat(api.queries.get(0)).startsWith("listOptions.labelSelector=trawl.io/run=r&fields=");
    }

    @Test
    void nothingIsUnderWay() {
        api.on("GET " + WORKFLOWS, 200, "{\"items\": null}");
        assertThat(client.underWay("A Run")).isEmpty();
        assertThat(api.requests).hasSize(1);
    }

    @Test
    void behindAPath() {
        api.on("GET /argo" + WORKFLOW, 200, workflow("Running"));
        try (WorkflowClient behind = open(Map.of("ARGO_BASE_HREF", "/argo/"))) {
            assertThat(behind.status("trawl-r")).isPresent();
        }
    }

    @Test
    void nobodyAnswers() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (WorkflowClient other = open(Map.of("ARGO_SERVER", "localhost:" + port))) {
            TrawlException refusal = refusal(other);
            assertThat(refusal).hasMessageContaining("Argo server at localhost:" + port + ": cannot create");
            assertThat(refusal).hasMessageContaining("out of reach");
            assertThat(refusal.kind()).isEqualTo(FailureKind.TRANSIENT);
        }
    }

    @Test
    void aCertificateThatNobodyTrusts() throws Exception {
        try (StubApi https = new StubApi(new SelfSigned("localhost").serverContext())) {
            https.on("POST " + WORKFLOWS, 401, "{}");
            Map<String, String> secure = Map.of("ARGO_SERVER", https.hostPort(), "ARGO_SECURE", "");
            try (WorkflowClient strict = open(secure)) {
                TrawlException refusal = refusal(strict);
                assertThat(refusal)
                        .hasMessageEndingWith("its certificate is not trusted: add its authority to the JVM's trust"
                                + " store, or set ARGO_INSECURE_SKIP_VERIFY=true");
                assertThat(refusal.kind()).isEqualTo(FailureKind.INVALID);
                assertThat(https.requests).isEmpty();
            }
            Map<String, String> trusting = new HashMap<>(secure);
            trusting.put("ARGO_INSECURE_SKIP_VERIFY", "true");
            try (WorkflowClient open = open(trusting)) {
                assertThat(refusal(open)).hasMessageContaining("401 Unauthorized");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ARGO_TOKEN|Bearer t0ken-that-nobody-may-see ü|ARGO_TOKEN: must be 'Bearer ' or 'Basic ' and a token, in one"
                        + " line",
                "ARGO_BASE_HREF|/a?b|ARGO_BASE_HREF: '/a?b' is not of the form /path"
            })
    void aVariableThatIsWrong(String variable, String value, String message) {
        assertThat(catchThrowableOfType(ConfigException.class, () -> open(Map.of(variable, value))))
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer a.b-c_d", "Basic YTpi", "Bearer v2:eyJ"})
    void tokensAreNotShown(String token) {
        ArgoServer server = ArgoServer.of(Map.of("ARGO_SERVER", "[::1]:2746", "ARGO_TOKEN", token));
        assertThat(server).hasToString("Argo server at [::1]:2746");
        assertThat(new Api("a", "b", "c", "d", server.authorization()).toString())
                .doesNotContain(token.substring(7));
    }
}
