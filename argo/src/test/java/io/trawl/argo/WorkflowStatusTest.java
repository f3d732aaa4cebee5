package io.trawl.argo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.orchestrator.RemoteRunner.Obstacle;
import io.trawl.argo.WorkflowStatus.Phase;
import io.trawl.testkit.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkflowStatusTest {

    private static WorkflowStatus read(String yaml) {
        JsonNode workflow = Yaml.documents(yaml).get(0);
        return WorkflowStatus.of(workflow);
    }

    private static List<String> lines(WorkflowStatus status) {
        return status.problems().stream().map(Obstacle::line).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "'', PENDING, false",
        "Pending, PENDING, false",
        "Running, RUNNING, false",
        "Succeeded, SUCCEEDED, true",
        "Failed, FAILED, true",
        "Error, ERROR, true",
        "Somehow, RUNNING, false"
    })
    void phases(String text, Phase phase, boolean completed) {
        WorkflowStatus status = read("{metadata: {name: w}, status: {phase: '%s'}}".formatted(text));
        assertThat(status).isEqualTo(new WorkflowStatus("w", phase, "", false, List.of()));
        assertThat(status.phase().completed()).isEqualTo(completed);
    }

    @ParameterizedTest
    @CsvSource({"PENDING, Pending", "RUNNING, Running", "SUCCEEDED, Succeeded", "FAILED, Failed", "ERROR, Error"})
    void asArgoWritesIt(Phase phase, String name) {
        assertThat(phase.argoName()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "'spec: {shutdown: Stop}', true",
        "'spec: {shutdown: Terminate}', true",
        "'spec: {shutdown: null}', false",
        "'spec: {}', false",
        "'status: {phase: Failed}', false"
    })
    void somebodyHasShutItDown(String part, boolean shutDown) {
        assertThat(read("{metadata: {name: w}, %s}".formatted(part)).shutDown()).isEqualTo(shutDown);
    }

    @Test
    void noControllerHasSeenIt() {
        assertThat(read("{metadata: {name: w}, spec: {}}").phase()).isEqualTo(Phase.PENDING);
    }

    @Test
    void aPhaseOfALaterArgoThatIsAnEnd() {
        assertThat(read("""
                metadata: {name: w, labels: {workflows.argoproj.io/completed: 'true'}}
                status: {phase: Somehow}
                """).phase()).isEqualTo(Phase.ERROR);
    }

    @Test
    void aWrongSpecificationIsToldInWords() {
        WorkflowStatus status = read("""
                metadata: {name: w}
                status:
                  phase: Error
                  message: |-
                    invalid spec:
                    no parameter
                  conditions:
                    - {type: PodRunning, status: 'False'}
                    - {type: SpecError, status: 'False', message: not any more}
                    - {type: SpecError, status: 'True', message: "no\\nworkflow"}
                    - {type: Completed, status: 'True'}
                """);
        assertThat(status.phase()).isEqualTo(Phase.ERROR);
        assertThat(status.message()).isEqualTo("invalid spec: no parameter");
        assertThat(lines(status)).containsExactly("its specification is wrong: no workflow");
    }

    @Test
    void podsThatDoNotStartAreToldOnce() {
        WorkflowStatus status = read("""
                metadata: {name: w}
                status:
                  phase: Running
                  nodes:
                    a: {type: Pod, phase: Pending, templateName: ingest, message: 'ImagePullBackOff: no such image'}
                    b: {type: Pod, phase: Pending, templateName: ingest, message: 'ImagePullBackOff: no such image'}
                    c: {type: Pod, phase: Pending, templateName: ingest, message: PodInitializing}
                    d: {type: Pod, phase: Pending, templateName: ingest}
                    g: {type: Pod, phase: Pending, templateName: ingest, message: ContainerCreating}
                    e: {type: Pod, phase: Error, templateName: ingest, message: pod deleted}
                    f: {type: Steps, phase: Running, templateName: run, message: something}
                """);
        assertThat(lines(status))
                .singleElement()
                .asString()
                .startsWith("step 'ingest': a pod does not start: ImagePullBackOff: no such image; push the image");
    }

    @Test
    void aFailureSaysWhatBecameOfItsPods() {
        StringBuilder nodes = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            nodes.append("    n%d: {type: Pod, phase: Failed, templateName: t%d, message: 'Error (exit code 77)'}%n"
                    .formatted(i, i));
        }
        WorkflowStatus status = read("metadata: {name: w}\nstatus:\n  phase: Failed\n  nodes:\n" + nodes);
        assertThat(lines(status)).hasSize(5).startsWith("step 't0': Error (exit code 77)");
        assertThat(read("metadata: {name: w}\nstatus:\n  phase: Succeeded\n  nodes:\n" + nodes)
                        .problems())
                .isEmpty();
    }

    @Test
    void podsThatMayNotBeCreatedAreToldOnce() {
        WorkflowStatus status = read("""
                metadata: {name: w}
                status:
                  phase: Failed
                  nodes:
                    a: {type: Pod, phase: Error, templateName: t, message: 'pods "w-t-1" is forbidden: no account'}
                    b: {type: Pod, phase: Error, templateName: t, message: 'pods "w-t-2" is forbidden: no account'}
                """);
        assertThat(lines(status)).singleElement().asString().startsWith("step 't': its pod is forbidden: no account; ");
    }
}
