package io.trawl.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers byte by byte, as no HTTP server's library would send them. */
@Timeout(60)
class ExchangeTest {

    /** Long enough for a busy machine to have connected by then: the JDK's client may keep a connection that is cancelled before. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n";

    private final HttpClient http = Http.client(null).build();
    private final CountDownLatch closed = new CountDownLatch(1);
    private ServerSocket server;

    private interface Behaviour {
        void answer(OutputStream out) throws IOException, InterruptedException;
    }

    /** Answers each connection so, and notices when its client closes it meanwhile. */
    private HttpRequest serve(Behaviour behaviour) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (true) {
                try (Socket client = server.accept()) {
                    client.setTcpNoDelay(true);
                    client.getInputStream().read(new byte[8192]);
                    behaviour.answer(client.getOutputStream());
                } catch (IOException e) {
                    closed.countDown();
                    if (server.isClosed()) {
                        return;
                    }
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return request(server.getLocalPort());
    }

    private static HttpRequest request(int port) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port)).build();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private HttpResponse<byte[]> send(HttpRequest request, Duration deadline, BodyHandler<byte[]> body)
            throws IOException, InterruptedException {
        return Exchange.send(http, request, deadline, body);
    }

    private static void drip(OutputStream out, String text) throws IOException, InterruptedException {
        for (byte each : text.getBytes(US_ASCII)) {
            out.write(each);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void assertClosed() throws InterruptedException {
        assertThat(closed.await(30, TimeUnit.SECONDS))
                .as("the connection is closed")
                .isTrue();
    }

    @Test
    void anAnswerComesWhole() throws Exception {
        HttpRequest request = serve(out -> out.write((HEAD + "x".repeat(20)).getBytes(US_ASCII)));
        assertThat(send(request, LONG, LimitedBody.whole(20)).body()).hasSize(20);
    }

    @Test
    void headersThatDripMissTheDeadline() throws Exception {
        HttpRequest request = serve(out -> drip(out, "HTTP/1.1 200 OK\r\nX-Slow: " + "x".repeat(400)));
        assertThatThrownBy(() -> send(request, SHORT, LimitedBody.whole(100)))
                .isInstanceOf(HttpTimeoutException.class)
                .hasMessage("no answer within 2000 ms");
        assertClosed();
    }

    @Test
    void aBodyThatDripsMissesTheDeadline() throws Exception {
        HttpRequest request = serve(out -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(US_ASCII));
            drip(out, "x".repeat(1000));
        });
        assertThatThrownBy(() -> send(request, SHORT, LimitedBody.whole(5_000)))
                .isInstanceOf(HttpTimeoutException.class);
        assertClosed();
    }

    @Test
    void aBodyBeyondTheLimitIsNotReceived() throws Exception {
        HttpRequest request = serve(out -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
            while (true) {
                out.write(new byte[1 << 16]);
            }
        });
        assertThatThrownBy(() -> send(request, LONG, LimitedBody.whole(1 << 20)))
                .isInstanceOf(AnswerTooLargeException.class)
                .hasMessage("the answer has more than 1048576 bytes");
        assertClosed();
    }

    @Test
    void theBeginningOfABodyIsEnoughWhereItIsAskedFor() throws Exception {
        HttpRequest request = serve(out -> {
            out.write("HTTP/1.1 500 Oh\r\n\r\n".getBytes(US_ASCII));
            while (true) {
                out.write("abc".repeat(1000).getBytes(US_ASCII));
            }
        });
        HttpResponse<byte[]> response = send(request, LONG, LimitedBody.beginning(4));
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).asString().isEqualTo("abca");
    }

    @Test
    void aConnectionThatIsCutIsNoAnswer() throws Exception {
        HttpRequest request = serve(out -> out.write(HEAD.getBytes(US_ASCII)));
        assertThatThrownBy(() -> send(request, LONG, LimitedBody.whole(100))).isInstanceOf(IOException.class);
    }

    @Test
    void nobodyListens() throws Exception {
        HttpRequest request = serve(out -> {});
        server.close();
        assertThatThrownBy(() -> send(request, LONG, LimitedBody.whole(100))).isInstanceOf(ConnectException.class);
    }
}
