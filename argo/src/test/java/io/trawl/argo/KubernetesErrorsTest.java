package io.trawl.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import io.trawl.testkit.SelfSigned;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users are told when the Kubernetes API does not do what it should: one line, and what to do. */
class KubernetesErrorsTest {

    private static final String BASE = "/apis/argoproj.io/v1alpha1/namespaces/catalog/";
    private static final String WORKFLOWS = BASE + "workflows";
    private static final String TEMPLATE = BASE + "workflowtemplates/trawl";
    private static final String NAMESPACE = "/api/v1/namespaces/catalog";
    private static final String NONE = "{\"kind\": \"WorkflowList\", \"metadata\": {}, \"items\": []}";
    private static final ObjectNode WORKFLOW = RunWorkflow.submitted(Runs.workflow(), "r", null, false);
    private static final String TOKEN = "t0ken-that-nobody-may-see";

    @TempDir
    Path directory;

    private StubApi api;
    private WorkflowClient client;

    @BeforeEach
    void open() throws IOException {
        api = new StubApi();
        client = open(api.kubeconfig(TOKEN));
    }

    @AfterEach
    void close() {
        client.close();
        api.close();
    }

    private WorkflowClient open(String kubeconfig) throws IOException {
        Path file = directory.resolve("config");
        Files.writeString(file, kubeconfig);
        return WorkflowClients.open(Map.of("KUBECONFIG", file.toString()), null, Quick.PATIENCE);
    }

    private static String status(int code, String reason, String message, String details) {
        return """
                {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "message": "%s",
                 "reason": "%s", "details": %s, "code": %d}""".formatted(message, reason, details, code);
    }

    private static String notFound(String name) {
        return status(404, "NotFound", name + " not found", "{\"name\": \"" + name + "\"}");
    }

    private static String found(String kind, String name) {
        return "{\"apiVersion\": \"argoproj.io/v1alpha1\", \"kind\": \"%s\", \"metadata\": {\"name\": \"%s\"}}"
                .formatted(kind, name);
    }

    private static TrawlException refusal(WorkflowClient client) {
        TrawlException failure = catchThrowableOfType(TrawlException.class, () -> client.submit(WORKFLOW));
        assertThat(failure).isNotNull();
        assertThat(failure.getMessage()).doesNotContain("\n").doesNotContain(TOKEN);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain(TOKEN);
        }
        return failure;
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "401|Unauthorized|Unauthorized|PERMISSION|401 Unauthorized: the login in .*config was refused; renew it",
                "403|Forbidden|workflows.argoproj.io is forbidden: User x cannot create|PERMISSION|forbidden: cannot create"
                        + " workflows.argoproj.io in namespace 'catalog': give this login the Role trawl-submitter there"
                        + " \\(workflows.argoproj.io is forbidden: User x cannot create\\)",
                "403|Forbidden|workflows is forbidden: exceeded quota: runs|PERMISSION|cannot create workflows.argoproj.io: a"
                        + " quota of namespace 'catalog' is used up \\(.*exceeded quota: runs\\)",
                "422|Invalid|spec.entrypoint in body must be of type string|INVALID|cannot create workflows.argoproj.io:"
                        + " refused as wrong \\(spec.entrypoint in body must be of type string\\)",
                "400|BadRequest|strict decoding error|INVALID|.*refused as wrong \\(strict decoding error\\)",
                "429|TooManyRequests|slow down|THROTTLED|429 Too Many Requests: cannot create workflows.argoproj.io \\(slow"
                        + " down\\)",
                "409|Conflict|resourcequotas runs has been modified|TRANSIENT|409: cannot create .*",
                "500|InternalError|etcd is gone|TRANSIENT|500: cannot create workflows.argoproj.io \\(etcd is gone\\)",
                "503|ServiceUnavailable|starting|TRANSIENT|503: .*",
                "413|RequestEntityTooLarge|too large|INVALID|413: .*",
                "404|NotFound|the server could not find the requested resource|INVALID|Argo Workflows is not installed: .*"
            })
    void aRefusalSaysWhatToDo(int code, String reason, String message, FailureKind kind, String text) {
        api.on("GET " + TEMPLATE, 200, found("WorkflowTemplate", "trawl"))
                .on("POST " + WORKFLOWS, code, status(code, reason, message, "{}"));
        TrawlException refusal = refusal(client);
        assertThat(refusal.getMessage()).matches("Kubernetes API at localhost:\\d+: " + text);
        assertThat(refusal.kind()).isEqualTo(kind);
        // The library itself renews a login that was refused, once.
        int once = code == 401 ? 2 : 1;
        assertThat(api.requests.stream().filter(each -> each.startsWith("POST")))
                .as("what may pass is tried again")
                .hasSize(kind.retried() ? Quick.PATIENCE.policy().maxAttempts() : once);
    }

    @Test
    void theNamespaceIsMissing() {
        api.on("GET " + WORKFLOWS, 200, NONE)
                .on("GET " + TEMPLATE, 403, status(403, "Forbidden", "no", "{}"))
                .on("POST " + WORKFLOWS, 404, notFound("catalog"));
        assertThat(refusal(client))
                .hasMessageContaining("there is no namespace 'catalog': create it, and install Trawl");
    }

    @Test
    void theNamespaceIsMissingAsTheTemplateShows() {
        api.on("GET " + TEMPLATE, 404, notFound("trawl"))
                .on("GET " + WORKFLOWS, 200, NONE)
                .on("GET " + NAMESPACE, 404, notFound("catalog"));
        assertThat(refusal(client)).hasMessageContaining("there is no namespace 'catalog'");
    }

    @Test
    void theTemplateIsMissing() {
        api.on("GET " + TEMPLATE, 404, notFound("trawl"))
                .on("GET " + WORKFLOWS, 200, NONE)
                .on("GET " + NAMESPACE, 403, status(403, "Forbidden", "no", "{}"));
        TrawlException refusal = refusal(client);
        assertThat(refusal)
                .hasMessageEndingWith("namespace 'catalog' has no WorkflowTemplate 'trawl': install Trawl there: name"
                        + " it in argo/settings/kustomization.yaml, then kubectl apply -k argo/");
        assertThat(refusal.kind()).isEqualTo(FailureKind.INVALID);
        assertThat(api.requests).noneMatch(each -> each.startsWith("POST"));
    }

    @Test
    void argoIsNotInstalled() {
        TrawlException refusal = refusal(client);
        assertThat(refusal)
                .hasMessageEndingWith(
                        "Argo Workflows is not installed: the API knows no" + " workflows.argoproj.io/v1alpha1");
        assertThat(refusal.kind()).isEqualTo(FailureKind.INVALID);
    }

    @Test
    void nobodyMayLookAtTheTemplate() {
        api.on("GET " + TEMPLATE, 403, status(403, "Forbidden", "no", "{}"))
                .on("POST " + WORKFLOWS, 201, found("Workflow", "trawl-r"));
        assertThatCode(() -> client.submit(WORKFLOW)).doesNotThrowAnyException();
    }

    @Test
    void aWorkflowThatIsThereIsSuccess() {
        api.on("GET " + TEMPLATE, 200, found("WorkflowTemplate", "trawl"))
                .on("POST " + WORKFLOWS, 409, status(409, "AlreadyExists", "exists", "{}"))
                .on("GET " + WORKFLOWS + "/trawl-r", 200, found("Workflow", "trawl-r"));
        assertThatCode(() -> client.submit(WORKFLOW)).doesNotThrowAnyException();
    }

    @Test
    void anApiThatComesBackIsWaitedFor() {
        api.on("GET " + TEMPLATE, 503, "")
                .on("GET " + TEMPLATE, 200, found("WorkflowTemplate", "trawl"))
                .on("POST " + WORKFLOWS, 504, "")
                .on("POST " + WORKFLOWS, 409, status(409, "AlreadyExists", "exists", "{}"))
                .on("GET " + WORKFLOWS + "/trawl-r", 200, found("Workflow", "trawl-r"));
        assertThatCode(() -> client.submit(WORKFLOW)).doesNotThrowAnyException();
        assertThat(api.authorizations).containsOnly("Bearer " + TOKEN);
    }

    @Test
    void nothingKeepsTheProcessAlive() {
        api.on("GET " + WORKFLOWS, 200, NONE);
        assertThat(client.status("trawl-r")).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().contains("vert.x"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
    }

    @Test
    void whatTheApiQuotesOfTheTokenIsHidden() {
        api.on("GET " + TEMPLATE, 500, status(500, "InternalError", "bad token " + TOKEN, "{}"));
        assertThat(refusal(client)).hasMessageContaining("bad token ********");
    }

    @Test
    void listingIsForbidden() {
        api.on("GET " + WORKFLOWS, 403, status(403, "Forbidden", "no", "{}"));
        TrawlException failure = catchThrowableOfType(TrawlException.class, () -> client.underWay("r"));
        assertThat(failure).hasMessageContaining("forbidden: cannot list workflows.argoproj.io in namespace 'catalog'");
        assertThat(failure.kind()).isEqualTo(FailureKind.PERMISSION);
    }

    @Test
    void nobodyAnswers() throws IOException {
        String address;
        try (ServerSocket socket = new ServerSocket(0)) {
            address = "http://localhost:" + socket.getLocalPort();
        }
        try (WorkflowClient other = open(api.kubeconfig(TOKEN).replaceAll("'http://[^']*'", "'" + address + "'"))) {
            TrawlException refusal = refusal(other);
            assertThat(refusal)
                    .hasMessageMatching("Kubernetes API at localhost:\\d+: cannot get"
                            + " workflowtemplates.argoproj.io: out of reach \\(.*\\)");
            assertThat(refusal.kind()).isEqualTo(FailureKind.TRANSIENT);
        }
    }

    @Test
    void aCertificateThatNobodyTrusts() throws Exception {
        try (StubApi https = new StubApi(new SelfSigned("localhost").serverContext())) {
            try (WorkflowClient strict = open(https.kubeconfig(TOKEN))) {
                TrawlException refusal = refusal(strict);
                assertThat(refusal).hasMessageContaining("its certificate is not trusted: see certificate-authority");
                assertThat(refusal.kind()).isEqualTo(FailureKind.INVALID);
            }
            https.on("GET " + TEMPLATE, 401, "");
            String insecure = https.kubeconfig(TOKEN)
                    .replace("cluster: {server", "cluster: {insecure-skip-tls-verify: true, server");
            try (WorkflowClient trusting = open(insecure)) {
                assertThat(refusal(trusting)).hasMessageContaining("401 Unauthorized");
            }
        }
    }

    @Test
    void namespaces() throws IOException {
        Path file = directory.resolve("config");
        Map<String, String> environment = Map.of("KUBECONFIG", file.toString(), "ARGO_NAMESPACE", "other");
        try (WorkflowClient named = WorkflowClients.open(environment, "mine");
                WorkflowClient variable = WorkflowClients.open(environment, null)) {
            assertThat(named.namespace()).isEqualTo("mine");
            assertThat(variable.namespace()).isEqualTo("other");
            assertThat(client.namespace()).isEqualTo("catalog");
        }
        try (WorkflowClient none = open(api.kubeconfig(TOKEN).replace(", namespace: catalog", ""))) {
            assertThat(none.namespace()).isEqualTo("default");
        }
    }
}
