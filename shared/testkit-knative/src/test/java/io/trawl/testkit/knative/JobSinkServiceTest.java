package io.trawl.testkit.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.trawl.testkit.knative.Job.State;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class JobSinkServiceTest {

    private static final Duration IDLE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private static JobSinkService sink(int maxParallel, double loss, Path folder) {
        return new JobSinkService("worker", () -> Java.command(JobMain.class), maxParallel, loss, 7, folder);
    }

    private static CloudEvent event(String id, int exit) {
        return CloudEventBuilder.from(Subscriber.event("t", id))
                .withData("application/json", ("{\"exit\":" + exit + "}").getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static void post(JobSinkService sink, int exit, String... ids) throws Exception {
        for (String id : ids) {
            assertThat(Subscriber.post(sink.uri(), event(id, exit))).isEqualTo(202);
        }
    }

    @Test
    void runsAProcessForEachEvent() throws Exception {
        try (JobSinkService sink = sink(4, 0, folder)) {
            post(sink, 75, "1");
            post(sink, 0, "2");
            sink.awaitIdle(IDLE);

            Job first = sink.jobs().get(0);
            assertThat(first.state()).isEqualTo(State.ENDED);
            assertThat(first.exitCode()).hasValue(75);
            assertThat(sink.jobs().get(1).exitCode()).hasValue(0);
            assertThat(Files.readString(first.log())).startsWith("batch {");
            byte[] file = Files.readAllBytes(first.eventDirectory().resolve("event"));
            CloudEvent read = new JsonFormat().deserialize(file);
            assertThat(read.getType()).isEqualTo("t");
            assertThat(read.getSource()).isEqualTo(event("1", 75).getSource());
            assertThat(read.getExtension("color")).isEqualTo("red");
            assertThat(new String(read.getData().toBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"exit\":75}");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, '', t", "PUT, '', t", "POST, /x, t", "POST, '', ''"})
    void refusesWhatIsNoPostOfAnEvent(String method, String more, String type) throws Exception {
        try (JobSinkService sink = sink(4, 0, folder)) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(sink.uri().resolve(sink.uri().getPath() + more));
            Map.of("ce-specversion", "1.0", "ce-id", "1", "ce-source", "/s", "ce-type", type)
                    .forEach(request::header);

            assertThat(Subscriber.send(request.method(method, BodyPublishers.noBody())
                                    .build())
                            .statusCode())
                    .isEqualTo(400);
            assertThat(sink.jobs()).isEmpty();
        }
    }

    @Test
    void knowsDuplicates() throws Exception {
        try (JobSinkService sink = sink(4, 0, folder)) {
            post(sink, -1, "1");
            post(sink, 0, "1");
            KnativeServiceTest.await(() -> sink.jobs().get(0).state() == State.RUNNING);
            sink.jobs().get(0).process().kill();
            sink.awaitIdle(IDLE);
            post(sink, 0, "1");

            assertThat(sink.jobs()).hasSize(1);
            assertThat(sink.jobs().get(0).exitCode()).hasValue(137);
        }
    }

    @Test
    void runsNoMoreThanThereIsRoomForAndLeavesNoProcessBehind() throws Exception {
        List<Job> jobs;
        try (JobSinkService sink = sink(2, 0, folder)) {
            post(sink, -1, "1", "2", "3");
            KnativeServiceTest.await(() -> states(sink, State.RUNNING) == 2);
            assertThat(states(sink, State.PENDING)).isEqualTo(1);
            assertThatThrownBy(() -> sink.awaitIdle(Duration.ofMillis(1))).hasMessageContaining("3 jobs of 3");
            sink.jobs().stream()
                    .filter(job -> job.state() == State.RUNNING)
                    .findFirst()
                    .orElseThrow()
                    .process()
                    .kill();
            KnativeServiceTest.await(() -> states(sink, State.ENDED) == 1 && states(sink, State.RUNNING) == 2);
            jobs = sink.jobs();
        }
        assertThat(jobs).noneMatch(job -> job.process() != null && job.process().alive());
    }

    @Test
    void losesASilentShareByTheSeed() throws Exception {
        String[] ids = {"1", "2", "3", "4", "5", "6", "7", "8"};
        try (JobSinkService sink = sink(4, 0.5, folder)) {
            post(sink, 0, ids);
            post(sink, 0, ids);
            sink.awaitIdle(IDLE);

            assertThat(sink.jobs()).hasSize(8);
            assertThat(states(sink, State.LOST)).isBetween(1L, 7L);
            assertThat(sink.jobs()).allMatch(job -> job.exitCode().isPresent() == (job.state() == State.ENDED));
            List<String> lost = lost(sink);
            try (JobSinkService again = sink(4, 0.5, folder.resolve("again"))) {
                post(again, 0, lost.toArray(String[]::new));
                assertThat(lost(again)).isEqualTo(lost);
            }
        }
    }

    private static List<String> lost(JobSinkService sink) {
        return sink.jobs().stream()
                .filter(job -> job.state() == State.LOST)
                .map(job -> job.event().getId())
                .toList();
    }

    private static long states(JobSinkService sink, State state) {
        return sink.jobs().stream().filter(job -> job.state() == state).count();
    }
}
