package io.trawl.testkit.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.testkit.knative.DeliveryRecord.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class KnativeServiceTest {

    @TempDir
    private Path folder;

    private KnativeService service(int pods) {
        return KnativeService.start(
                "worker",
                port -> {
                    ProcessBuilder command = Java.command(PodMain.class);
                    command.environment().put("PORT", String.valueOf(port));
                    return command;
                },
                pods,
                1,
                folder);
    }

    @Test
    void passesRequestsOn() throws Exception {
        try (KnativeService service = service(1)) {
            HttpRequest request = HttpRequest.newBuilder(service.uri("/a%20b?c=d%26e"))
                    .header("ce-id", "1")
                    .PUT(BodyPublishers.ofString("body"))
                    .build();
            HttpResponse<String> response = Subscriber.send(request);

            assertThat(response.statusCode()).isEqualTo(418);
            assertThat(response.body()).isEqualTo("/a%20b?c=d%26e|1|body");
            assertThat(response.headers().map())
                    .containsEntry("x-pod", List.of("PUT"))
                    .containsEntry("retry-after", List.of("7"));
            assertThat(service.answers()).isEqualTo(Map.of(418, 1));
            Pod pod = service.pods().get(0);
            assertThat(Files.readString(pod.log())).contains("pod at port " + pod.port());
        }
    }

    @Test
    void givesAPodNoMoreThanItMayHave() throws Exception {
        try (KnativeService service = service(2)) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int request = 0; request < 5; request++) {
                answers.add(hold(service));
            }
            Pod first = service.pods().get(0);
            Pod second = service.pods().get(1);
            await(() -> state(first).equals("1 1 1") && state(second).equals("1 1 1"));
            assertThat(answers).noneMatch(CompletableFuture::isDone);
            get(first, "/release");
            await(() -> state(first).equals("1 1 2"));
            for (int release = 0; release < 5; release++) {
                get(first, "/release");
                get(second, "/release");
            }

            assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
            assertThat(state(first)).startsWith("0 1 ");
            assertThat(state(second)).startsWith("0 1 ");
        }
    }

    @Test
    void replacesPodsThatAreKilledOrEnd() throws Exception {
        try (KnativeService service = service(2)) {
            Pod killed = service.pods().get(0);
            CompletableFuture<HttpResponse<String>> answer = hold(service);
            CompletableFuture<HttpResponse<String>> other = hold(service);
            await(() -> state(killed).startsWith("1")
                    && state(service.pods().get(1)).startsWith("1"));
            service.kill(killed);
            await(() -> answer.isDone() || other.isDone());
            CompletableFuture<HttpResponse<String>> broken = answer.isDone() ? answer : other;
            assertThat(broken.join().statusCode()).isEqualTo(502);
            await(() -> !killed.process().alive());
            await(() -> service.pods().size() == 2);
            assertThat(service.pods())
                    .doesNotContain(killed)
                    .extracting(Pod::number)
                    .containsExactly(2, 3);
            get(service.pods().get(0), "/release");

            assertThat(Subscriber.send(
                                    HttpRequest.newBuilder(service.uri("/exit")).build())
                            .statusCode())
                    .isEqualTo(502);
            await(() -> service.pods().size() == 2 && service.pods().stream().anyMatch(pod -> pod.number() == 4));
            assertThat(service.answers()).containsEntry(502, 2);
        }
    }

    @Test
    void leavesNoProcessBehind() {
        List<Pod> pods;
        try (KnativeService service = service(2)) {
            pods = service.pods();
            assertThat(pods).hasSize(2).allMatch(pod -> pod.process().alive());
        }
        assertThat(pods).noneMatch(pod -> pod.process().alive());
    }

    @Test
    void saysWhenAPodDoesNotBecomeReady() {
        assertThatThrownBy(() -> KnativeService.start(
                        "broken", port -> Java.command(PodMain.class), 1, 1, folder)) // without PORT
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("service broken: pod 3 does not become ready, see ")
                .hasMessageContaining("broken-3.log");
    }

    @Test
    void aBrokerSendsAgainWhatAKilledPodHad() throws Exception {
        try (KnativeBroker broker = KnativeBroker.queued();
                KnativeService service = service(1)) {
            broker.trigger(
                    "worker", null, service.uri("/hold"), Delivery.standard().withBackoff(Duration.ofMillis(1)));
            Subscriber.post(broker.ingress(), Subscriber.event("t", "1"));
            Pod first = service.pods().get(0);
            await(() -> state(first).startsWith("1"));
            service.kill(first);
            await(() -> service.pods().size() == 1 && service.pods().get(0) != first);
            get(service.pods().get(0), "/release");
            broker.awaitQuiet(Duration.ofSeconds(60));

            assertThat(broker.deliveries()).hasSize(1);
            assertThat(broker.deliveries().get(0).statuses()).containsExactly(502, 200);
            assertThat(broker.deliveries().get(0).outcome()).isEqualTo(Outcome.DELIVERED);
        }
    }

    private static CompletableFuture<HttpResponse<String>> hold(KnativeService service) {
        return Subscriber.CLIENT.sendAsync(
                HttpRequest.newBuilder(service.uri("/hold")).build(), BodyHandlers.ofString());
    }

    private static String state(Pod pod) throws IOException, InterruptedException {
        return get(pod, "/state");
    }

    private static String get(Pod pod, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + pod.port() + path);
        return Subscriber.send(HttpRequest.newBuilder(uri).build()).body();
    }

    /** Until it is so; the test's time limit ends the wait. */
    static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            Thread.sleep(5);
        }
    }
}
