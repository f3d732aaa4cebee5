package io.trawl.argo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.orchestrator.RemoteRunner.Obstacle;
import io.trawl.argo.WorkflowStatus.Phase;
import io.trawl.testkit.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of pods whose attempts fail, from nodes as Argo 4.1.2 writes them. */
class PodProblemsTest {

    private static final String NO_ACCOUNT = "pods \"w-discover-%d\" is forbidden: error looking up service account"
            + " catalog/nobody: serviceaccount \"nobody\" not found";

    private static List<Obstacle> of(String nodes) {
        return PodProblems.of(Yaml.documents(nodes).get(0), Phase.RUNNING);
    }

    private static String attempt(int number, String phase, String message) {
        return "a%d: {type: Pod, phase: %s, templateName: discover, finishedAt: '2026-11-30T10:0%d:20Z', message: '%s'}%n"
                .formatted(number, phase, number, message);
    }

    private static String retry(String message, String children) {
        return "r: {type: Retry, phase: Running, templateName: discover, message: '%s', children: [%s]}%n"
                .formatted(message, children);
    }

    @Test
    void anAttemptThatFailedIsToldWithTheTimeOfTheNext() {
        List<Obstacle> problems =
                of(retry("Backoff for 1 minute 30 seconds", "a0") + attempt(0, "Error", NO_ACCOUNT.formatted(1)));
        assertThat(problems)
                .extracting(Obstacle::line)
                .containsExactly(
                        "step 'discover' has failed once, next attempt at 10:01:50 UTC: its pod is forbidden: error"
                                + " looking up service account catalog/nobody: serviceaccount \"nobody\" not found");
    }

    @Test
    void afterTheSecondAttemptTheUserIsToldWhatToDo() {
        List<Obstacle> problems = of(retry("Backoff for 1 hour 2 minutes", "a0, a1")
                + attempt(0, "Error", NO_ACCOUNT.formatted(1))
                + attempt(1, "Error", NO_ACCOUNT.formatted(2)));
        assertThat(problems)
                .extracting(Obstacle::line)
                .singleElement()
                .asString()
                .startsWith("step 'discover' has failed 2 times, next attempt at 11:03:20 UTC: its pod is forbidden: ")
                .endsWith("; create the ServiceAccount, or name another one in serviceAccount");
    }

    @Test
    void eachAttemptIsNewsAndNothingElseIs() {
        String first = attempt(0, "Failed", "pod deleted");
        Obstacle once = of(retry("Backoff for 30 seconds", "a0") + first).get(0);
        assertThat(of(retry("", "a0") + first)).singleElement().satisfies(same -> assertThat(same.what())
                .isEqualTo(once.what()));
        assertThat(of(retry("Backoff for 30 seconds", "a0, a1") + first + attempt(1, "Failed", "pod deleted")))
                .singleElement()
                .satisfies(twice -> assertThat(twice.what()).isNotEqualTo(once.what()));
    }

    @Test
    void anAttemptThatIsUnderWayIsNoProblem() {
        assertThat(of(retry("", "a0, a1") + attempt(0, "Failed", "pod deleted") + attempt(1, "Running", "")))
                .isEmpty();
        assertThat(of(retry("", "") + "x: {}")).isEmpty();
    }

    @Test
    void podsOfAStepThatFailAlikeAreOneProblem() {
        StringBuilder nodes = new StringBuilder();
        for (int pod = 0; pod < 50; pod++) {
            nodes.append("r%1$d: {type: Retry, phase: Running, templateName: ingest, children: [p%1$d], message: ''}%n"
                    .formatted(pod));
            nodes.append(
                    "p%1$d: {type: Pod, phase: Error, templateName: ingest, message: 'pods \"w-%1$d\" is forbidden'}%n"
                            .formatted(pod));
        }
        assertThat(of(nodes.toString())).hasSize(1);
    }

    @Test
    void whatOurProgramSaidLastIsTold() {
        String log = "main: Error (exit code 75): INFO exec java -jar quarkus-run.jar\\ntrawl: warning: slow\\n"
                + "trawl: source: connection refused\\n";
        String nodes = "r: {type: Retry, phase: Running, templateName: t, children: [a]}\n"
                + "a: {type: Pod, phase: Failed, templateName: t, message: \"" + log + "\"}\n";
        assertThat(of(nodes))
                .extracting(Obstacle::line)
                .containsExactly("step 't' has failed once: main: Error (exit code 75): source: connection refused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "error looking up service account a/b: serviceaccount \"b\" not found|create the ServiceAccount",
                "failed to look-up entrypoint/cmd for image \"x\", you must either|push the image",
                "ImagePullBackOff: Back-off pulling image \"x\"|push the image",
                "CreateContainerConfigError: secret \"trawl\" not found|make the Secret",
                "its pod is forbidden: violates PodSecurity \"restricted:latest\"|the namespace forbids",
                "its pod is forbidden: exceeded quota: pods, requested: pods=1|wait until pods have ended",
                "its pod is forbidden: maximum memory usage per Container is 128Mi, but limit is 1Gi|change resourceRequests",
                "admission webhook \"x\" denied the request: no|ask who runs",
                "its pod is forbidden: for some reason|the cluster refuses"
            })
    void whatToDo(String message, String advice) {
        assertThat(PodAdvice.on(message))
                .hasValueSatisfying(text -> assertThat(text).startsWith(advice));
    }

    @ParameterizedTest
    @CsvSource({"pod deleted", "main: Error (exit code 75)", "The node was low on resource: memory."})
    void nothingIsToBeDoneAboutWhatPasses(String message) {
        assertThat(PodAdvice.on(message)).isEmpty();
    }
}
