package io.trawl.discovery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.RunRecord;
import io.trawl.api.report.Report.State;
import io.trawl.discovery.cli.ArgoConditions.Condition;
import io.trawl.discovery.cli.ArgoConditions.Setting;
import io.trawl.environment.Cli;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.argo.Refusal;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What users are told when a run cannot go on in Argo: one line that says what and where, an exit code, and never a run in
 * this process instead. All commands are at work at once, since some of them wait for an API for a quarter of a minute.
 */
class ArgoConditionsTest {

    private static final Set<String> RUNNING = Set.of("ingest", "resume", "retry");

    private static final List<Condition> CONDITIONS = ArgoConditions.all().toList();
    private static final Map<Condition, Future<Result>> RESULTS = new HashMap<>();
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(16);

    @TempDir
    static Path folder;

    @AutoClose
    private static EmbeddedDatabase server;

    @AutoClose
    private static OpenMetadataServer catalog;

    private record Result(Cli.Result ended, List<State> runs, String line, int workflows) {}

    /** What is wrong while a Workflow is there. */
    private record Trouble(String name, Setting setting, String line) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void begin() {
        server = TestEnvironment.warehouse(10, 4, 1);
        catalog = OpenMetadataServer.builder().withoutSchemas().start();
        server.createDatabase("ledger");
        for (int i = 0; i < CONDITIONS.size(); i++) {
            Condition condition = CONDITIONS.get(i);
            String name = "condition-" + i;
            RESULTS.put(condition, THREADS.submit(() -> result(name, condition)));
        }
    }

    @AfterAll
    static void end() throws InterruptedException {
        THREADS.shutdownNow();
        assertThat(THREADS.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    private static InProcessArgo argo(String name) throws Exception {
        return new InProcessArgo(folder.resolve(name), name, server, catalog);
    }

    private static Result result(String name, Condition condition) throws Exception {
        try (InProcessArgo argo = argo(name)) {
            condition.setting().apply(argo);
            boolean runs = RUNNING.contains(condition.command().split(" ")[0]);
            Cli.Result ended = argo.run(condition.command() + (runs ? " --no-progress" : ""));
            String line = condition
                    .line()
                    .replace("{kubernetes}", argo.cluster.kubernetesApi().getAuthority())
                    .replace("{argo}", argo.cluster.argoServer().getAuthority())
                    .replace("{kubeconfig}", argo.kubeconfig.toString())
                    .replace("{folder}", argo.folder.toString())
                    .replace("{file}", argo.file.toString())
                    .replace("{workflow}", name);
            return new Result(
                    ended, states(argo), line, argo.cluster.workflows().size());
        }
    }

    private static List<State> states(InProcessArgo argo) {
        return argo.runs().stream().map(RunRecord::state).toList();
    }

    static Stream<Condition> conditions() {
        return CONDITIONS.stream();
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void oneLineAndNothingElse(Condition condition) throws Exception {
        Result result = RESULTS.get(condition).get();
        Cli.Result ended = result.ended();
        assertThat(ended.err().lines()).singleElement().asString().matches(pattern(result.line()));
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(condition.exitCode());
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).doesNotContain(secrets());
        assertThat(result.runs())
                .isEqualTo(
                        switch (condition.runs()) {
                            case NONE -> List.of();
                            case STOPPED -> List.of(State.STOPPED);
                            case STILL_RUNNING -> List.of(State.RUNNING);
                        });
        assertThat(result.workflows()).isZero();
        assertNothingWritten();
    }

    static Stream<Trouble> unstoppable() {
        return Stream.of(
                new Trouble(
                        "no cluster is named",
                        argo -> argo.variables.remove("KUBECONFIG"),
                        "no Kubernetes cluster is known: KUBECONFIG is not set, …"),
                new Trouble(
                        "no list",
                        argo -> argo.cluster.refuse(new Refusal.Forbidden("list", "workflows")),
                        "Kubernetes API at …: forbidden: cannot list workflows.argoproj.io in namespace 'catalog': …"),
                new Trouble(
                        "no patch",
                        argo -> argo.cluster.refuse(new Refusal.Forbidden("patch", "workflows")),
                        "Kubernetes API at …: forbidden: cannot patch workflows.argoproj.io in namespace 'catalog': …"),
                new Trouble(
                        "no patch by the Argo server",
                        argo -> argo.argoServer().cluster.refuse(new Refusal.Forbidden("patch", "workflows")),
                        "Argo server at …: forbidden: cannot stop workflows.argoproj.io in namespace 'catalog': …"),
                new Trouble(
                        "a wrong variable",
                        argo -> argo.argoServer().variables.put("ARGO_SECURE", "no"),
                        "ARGO_SECURE: 'no' is neither true nor false"),
                new Trouble(
                        "Argo is gone",
                        argo -> argo.cluster.refuse(new Refusal.CrdMissing()),
                        "Kubernetes API at …: Argo Workflows is not installed: …"));
    }

    /** The ledger has the request, and pods ask it: that is success, with a warning. */
    @Tag("processes")
    @ParameterizedTest
    @MethodSource("unstoppable")
    void aRunIsStoppedThoughItsWorkflowIsNot(Trouble trouble) throws Exception {
        try (InProcessArgo argo = argo("stop-" + trouble.name().replace(' ', '-'))) {
            argo.begin().submit();
            trouble.setting().apply(argo);
            Cli.Result ended = argo.run("stop latest --no-wait");
            assertThat(ended.err().lines())
                    .singleElement()
                    .asString()
                    .matches(pattern(
                            "warning: the Workflow of run … was not shut down, its pods end when they ask the ledger: "
                                    + trouble.line()));
            assertThat(ended.exitCode()).isZero();
            assertThat(ended.out()).startsWith("run ").hasLineCount(1);
            assertThat(ended.out() + ended.err()).doesNotContain(secrets());
            assertThat(argo.cluster.workflows()).singleElement().matches(workflow -> !workflow.path("spec")
                    .has("shutdown"));
        }
    }

    static Stream<Trouble> obstacles() {
        return Stream.of(
                new Trouble(
                        "no image",
                        argo -> {},
                        "step 'discover' has failed once, next attempt at … UTC: failed to look-up entrypoint/cmd for"
                                + " image \"trawl/discovery-fn\", …"),
                new Trouble(
                        "Pod Security",
                        argo -> argo.image("trawl/discovery-fn", "[]")
                                .cluster
                                .refusePods("violates PodSecurity \"restricted:latest\": runAsNonRoot != true"),
                        "step 'discover' has failed once, next attempt at … UTC: its pod is forbidden: violates"
                                + " PodSecurity …"),
                new Trouble(
                        "no quota",
                        argo -> argo.image("trawl/discovery-fn", "[]")
                                .cluster
                                .refusePods("exceeded quota: pods, requested: pods=1, used: pods=9, limited: pods=9"),
                        "step 'discover': a pod does not start: its pod is forbidden: exceeded quota: …; wait until"
                                + " pods have ended, or raise the quota of the namespace"),
                new Trouble(
                        "no secret",
                        argo -> argo.image("trawl/discovery-fn", "[]"),
                        "step 'discover': a pod does not start: CreateContainerConfigError: secret \"trawl\" not"
                                + " found; make the Secret: kubectl apply -k argo/"));
    }

    /** The user is told while it waits; that somebody deletes the Workflow ends it, and is the reason. */
    @ParameterizedTest
    @MethodSource("obstacles")
    void whatKeepsPodsFromStarting(Trouble trouble) throws Exception {
        try (InProcessArgo argo = argo("pods-" + trouble.name().replace(' ', '-'))
                .execution("retryPolicy: {maxAttempts: 1, backoffSeconds: 60}")) {
            trouble.setting().apply(argo);
            StringWriter err = new StringWriter();
            Future<Cli.Result> running = THREADS.submit(() -> argo.run("ingest --no-progress", err));
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
            while (!err.toString().contains("\n") && !running.isDone() && System.nanoTime() < end) {
                Thread.sleep(50);
            }
            String name = argo.cluster.workflows().get(0).at("/metadata/name").asText();
            argo.cluster.delete(name);
            Cli.Result ended = running.get(1, TimeUnit.MINUTES);
            assertThat(ended.err().lines().toList())
                    .hasSize(3)
                    .satisfies(lines -> assertThat(lines.get(0)).matches(pattern("warning: " + trouble.line())))
                    .contains("trawl: warning: Workflow " + name + " was deleted", Index.atIndex(1))
                    .last()
                    .asString()
                    .startsWith("trawl: stopped; go on with: resume ");
            assertThat(ended.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(ended.out()).contains("Workflow " + name + " was deleted");
            assertStopped(argo, ended);
        }
    }

    @Test
    void workersWhoseImageIsUnknownEndAtTheDeadline() throws Exception {
        try (InProcessArgo argo = argo("pods-late")
                .execution("retryPolicy: {maxAttempts: 1, backoffSeconds: 60}")
                .execution("timeoutSeconds: 4, image: nowhere/worker")) {
            argo.cluster.secret("trawl", Map.of());
            argo.image("trawl/discovery-fn", "[{\"first\":0,\"pods\":1,\"of\":1}]");
            Cli.Result ended = argo.run("ingest --no-progress");
            assertThat(ended.err().lines())
                    .hasSize(2)
                    .first()
                    .asString()
                    .matches(pattern("warning: step 'ingest' has failed once, next attempt at … UTC: failed to look-up"
                            + " entrypoint/cmd for image \"nowhere/worker\", …"));
            assertThat(ended.err()).contains("trawl: Workflow trawl-").contains(" is Failed: ");
            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(ExitCode.UNREACHABLE);
            assertStopped(argo, ended);
        }
    }

    @Test
    void noSuchServiceAccount() throws Exception {
        try (InProcessArgo argo = argo("pods-account").execution("serviceAccount: nobody")) {
            argo.image("trawl/discovery-fn", "[]");
            Cli.Result ended = argo.run("ingest --no-progress");
            String why = ": its pod is forbidden: error looking up service account catalog/nobody: serviceaccount"
                    + " \"nobody\" not found; create the ServiceAccount, or name another one in serviceAccount";
            assertThat(ended.err().lines().toList())
                    .anyMatch(line ->
                            line.matches("trawl: warning: step 'discover' has failed [2-6] times, next attempt at"
                                    + " \\d\\d:\\d\\d:\\d\\d UTC" + Pattern.quote(why)))
                    .last()
                    .asString()
                    .matches(pattern("Workflow trawl-… is Failed: step 'discover'" + why + "…"));
            assertThat(ended.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
            assertStopped(argo, ended);
        }
    }

    private static void assertStopped(InProcessArgo argo, Cli.Result ended) {
        assertThat(ended.out() + ended.err()).doesNotContain(secrets());
        assertThat(states(argo)).containsExactly(State.STOPPED);
        assertNothingWritten();
    }

    private static void assertNothingWritten() {
        assertThat(catalog.requests()).allMatch(request -> request.method().equals("GET"));
    }

    private static Pattern pattern(String line) {
        return Pattern.compile(Arrays.stream(("trawl: " + line).split("…", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")));
    }

    private static String[] secrets() {
        return Stream.of(
                        TestEnvironment.SECRET,
                        InProcessArgo.LEDGER_PASSWORD,
                        InProcessArgo.CLUSTER_TOKEN,
                        catalog.botToken())
                .flatMap(secret ->
                        Stream.of(secret, Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8))))
                .toArray(String[]::new);
    }
}
