package io.trawl.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.environment.Packaged;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the packaged applications start: a server only with {@code serve}, and then for this machine alone. */
class ServeIT {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"discovery-fn, Usage: trawl", "worker-fn, Usage: worker-fn COMMAND"})
    void withoutACommandTheUsageIsPrinted(String application, String usage) throws Exception {
        Process process = start(Packaged.pod(application));

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(folder.resolve("output")).content().contains(usage, "serve");
    }

    @ParameterizedTest
    @ValueSource(strings = {"discovery-fn", "worker-fn"})
    void theServerListensOnTheLoopbackAddress(String application) throws Exception {
        int port = freePort();
        Process process = start(serve(application, port));
        try {
            assertThat(awaitStatus("http://127.0.0.1:" + port + "/q/health/live", process))
                    .isEqualTo(200);
            // Another address of this machine, at which a server for all addresses would answer.
            assertThat(connects("http://127.0.0.2:" + port + "/q/health/live")).isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void theEnvironmentSetsTheAddressAsImagesDo() throws Exception {
        int port = freePort();
        ProcessBuilder command = serve("worker-fn", port);
        command.environment().put("QUARKUS_HTTP_HOST", "0.0.0.0");
        Process process = start(command);
        try {
            assertThat(awaitStatus("http://127.0.0.2:" + port + "/q/health/live", process))
                    .isEqualTo(200);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static ProcessBuilder serve(String application, int port) {
        ProcessBuilder command = Packaged.pod(application, "serve");
        command.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        return command;
    }

    private Process start(ProcessBuilder command) throws IOException {
        command.environment().put("TRAWL_WORKFLOWS", folder.toString());
        return command.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }

    private int awaitStatus(String uri, Process process) throws Exception {
        Instant end = Instant.now().plus(Duration.ofMinutes(1));
        while (!connects(uri)) {
            assertThat(process.isAlive() && Instant.now().isBefore(end))
                    .as(Files.readString(folder.resolve("output")))
                    .isTrue();
            Thread.sleep(50);
        }
        return status(uri);
    }

    private static boolean connects(String uri) throws Exception {
        try {
            status(uri);
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    private static int status(String uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
