package io.trawl.testkit.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import io.trawl.testkit.knative.Job.State;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
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

    private JobSinkServiceBuilder sink() {
        return JobSinkService.of("worker", () -> Java.command(JobMain.class)).directory(folder);
    }

    private static CloudEvent event(String id, int exit) {
        return CloudEventBuilder.from(Subscriber.event("t", id))
                .withData("application/json", ("{\"exit\":" + exit + "}").getBytes(StandardCharsets.UTF_8))
                .build();
    }

    @Test
    void runsAProcessForEachEvent() throws Exception {
        try (JobSinkService sink = sink().start()) {
            CloudEvent event = event("1", 75);
            HttpResponse<String> answer =
                    Subscriber.send(EventBinding.post(sink.uri(), event).build());
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.headers().firstValue("Location"))
                    .contains("/namespaces/default/name/worker/sources/%2Ftrawl%2Fsales%2Frun-1/ids/1");
            assertThat(Subscriber.post(sink.uri(), event("2", 0))).isEqualTo(202);
            sink.awaitIdle(IDLE);

            Job first = sink.jobs().get(0);
            assertThat(first.state()).isEqualTo(State.ENDED);
            assertThat(first.exitCode()).hasValue(75);
            assertThat(sink.jobs("2").get(0).exitCode()).hasValue(0);
            assertThat(Files.readString(first.log())).startsWith("batch {");
            byte[] file = Files.readAllBytes(first.eventDirectory().resolve("event"));
            CloudEvent read = new JsonFormat().deserialize(file);
            assertThat(read.getType()).isEqualTo("t");
            assertThat(read.getSource()).isEqualTo(event.getSource());
            assertThat(read.getExtension("color")).isEqualTo("red");
            assertThat(new String(read.getData().toBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"exit\":75}");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, '', t", "PUT, '', t", "POST, /x, t", "POST, '', ''"})
    void refusesWhatIsNoPostOfAnEvent(String method, String more, String type) throws Exception {
        try (JobSinkService sink = sink().start()) {
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
    void knowsDuplicatesWhileTheJobLives() throws Exception {
        try (JobSinkService forEver = sink().start();
                JobSinkService forgetful = sink().ttl(Duration.ZERO)
                        .directory(folder.resolve("forgetful"))
                        .start()) {
            for (JobSinkService sink : List.of(forEver, forgetful)) {
                assertThat(Subscriber.post(sink.uri(), event("1", -1))).isEqualTo(202);
                assertThat(Subscriber.post(sink.uri(), event("1", 0))).isEqualTo(202);
                assertThat(sink.jobs()).hasSize(1);
                KnativeServiceTest.await(() -> sink.jobs().get(0).state() == State.RUNNING);
                sink.jobs().get(0).kill();
                sink.awaitIdle(IDLE);
                assertThat(sink.jobs().get(0).exitCode()).hasValue(137);
                assertThat(Subscriber.post(sink.uri(), event("1", 0))).isEqualTo(202);
                sink.awaitIdle(IDLE);
            }
            assertThat(forEver.jobs()).hasSize(1);
            assertThat(forgetful.jobs("1"))
                    .extracting(Job::exitCode)
                    .extracting(code -> code.getAsInt())
                    .containsExactly(137, 0);
            assertThat(forgetful.jobs())
                    .extracting(Job::name)
                    .containsOnly(forEver.jobs().get(0).name());
        }
    }

    @Test
    void runsNoMoreThanThereIsRoomFor() throws Exception {
        try (JobSinkService sink = sink().maxParallel(2).start()) {
            for (String id : List.of("1", "2", "3")) {
                Subscriber.post(sink.uri(), event(id, -1));
            }
            KnativeServiceTest.await(() -> states(sink, State.RUNNING) == 2);
            assertThat(states(sink, State.PENDING)).isEqualTo(1);
            assertThatThrownBy(() -> sink.awaitIdle(Duration.ofMillis(1))).hasMessageContaining("3 jobs of 3");
            sink.jobs().stream()
                    .filter(job -> job.state() == State.RUNNING)
                    .findFirst()
                    .orElseThrow()
                    .kill();
            KnativeServiceTest.await(() -> states(sink, State.ENDED) == 1 && states(sink, State.RUNNING) == 2);
        }
    }

    @Test
    void endsJobsWhoseTimeIsUp() throws Exception {
        try (JobSinkService sink =
                sink().maxParallel(1).activeDeadline(Duration.ofMillis(300)).start()) {
            Subscriber.post(sink.uri(), event("1", -1));
            KnativeServiceTest.await(() -> sink.jobs().get(0).state() == State.RUNNING);
            sink.awaitIdle(IDLE);

            assertThat(sink.jobs().get(0).state()).isEqualTo(State.EXPIRED);
            assertThat(sink.jobs().get(0).exitCode()).isPresent();
        }
    }

    @Test
    void losesASilentShareByTheSeed() throws Exception {
        try (JobSinkService sink = sink().lose(0.5, 7).start()) {
            for (int time = 0; time < 2; time++) {
                for (String id : List.of("1", "2", "3", "4", "5", "6", "7", "8")) {
                    assertThat(Subscriber.post(sink.uri(), event(id, 0))).isEqualTo(202);
                }
            }
            sink.awaitIdle(IDLE);

            assertThat(sink.jobs()).hasSize(8);
            assertThat(states(sink, State.LOST)).isBetween(1L, 7L);
            assertThat(sink.jobs()).allMatch(job -> job.exitCode().isPresent() == (job.state() == State.ENDED));
            List<String> lost = lost(sink);
            try (JobSinkService again =
                    sink().lose(0.5, 7).directory(folder.resolve("again")).start()) {
                for (String id : lost) {
                    Subscriber.post(again.uri(), event(id, 0));
                }
                assertThat(lost(again)).isEqualTo(lost);
            }
        }
    }

    @Test
    void whatIsLostCanBeSentAgainWhenItsJobIsGone() throws Exception {
        try (JobSinkService sink = sink().lose(1, 7)
                .activeDeadline(Duration.ofMillis(100))
                .ttl(Duration.ZERO)
                .start()) {
            while (sink.jobs("1").size() < 2) {
                Subscriber.post(sink.uri(), event("1", 0));
            }
            assertThat(sink.jobs()).extracting(Job::state).containsExactly(State.LOST, State.LOST);
        }
    }

    @Test
    void anEventLargerThanASecretIsRefusedOnceAndThenLost() throws Exception {
        try (JobSinkService sink = sink().start()) {
            CloudEvent large = CloudEventBuilder.from(event("1", 0))
                    .withData(new byte[1 << 20])
                    .build();

            assertThat(Subscriber.post(sink.uri(), large)).isEqualTo(500);
            assertThat(Subscriber.post(sink.uri(), large)).isEqualTo(202);
            assertThat(sink.jobs()).extracting(Job::state).containsExactly(State.LOST);
        }
    }

    @Test
    void leavesNoProcessBehind() throws Exception {
        List<Job> jobs;
        try (JobSinkService sink = sink().maxParallel(2).start()) {
            for (String id : List.of("1", "2", "3")) {
                Subscriber.post(sink.uri(), event(id, -1));
            }
            KnativeServiceTest.await(() -> states(sink, State.RUNNING) == 2);
            jobs = sink.jobs();
        }
        assertThat(jobs).noneMatch(job -> job.process() != null && job.process().alive());
        assertThat(jobs).noneMatch(job -> job.state() == State.RUNNING || job.state() == State.PENDING);
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

    @Test
    void standsBehindABroker() throws IOException, InterruptedException {
        try (KnativeBroker broker = KnativeBroker.synchronous().start();
                JobSinkService sink = sink().start()) {
            broker.trigger("worker", Map.of(), sink.uri(), Delivery.standard());
            broker.duplicates(1);
            assertThat(Subscriber.post(broker.ingress(), event("1", 70))).isEqualTo(202);
            sink.awaitIdle(IDLE);

            assertThat(broker.deliveries()).hasSize(2);
            assertThat(sink.jobs()).hasSize(1);
            assertThat(sink.jobs().get(0).exitCode()).hasValue(70);
        }
    }
}
