package io.trawl.testkit.knative;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One connection to an HTTP server, on which a test decides what is sent and when. */
public final class SlowClient implements AutoCloseable {

    private final Socket socket;

    private SlowClient(Socket socket) {
        this.socket = socket;
    }

    /** Connects. */
    public static SlowClient to(URI server) throws IOException {
        return new SlowClient(new Socket(server.getHost(), server.getPort()));
    }

    /** Sends text as it is. */
    public SlowClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /**
     * Waits until the server closes the connection.
     *
     * @param patience how long nothing may come
     * @return what the server has sent before
     * @throws SocketTimeoutException if it leaves the connection open
     */
    public String readToEnd(Duration patience) throws IOException {
        socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                received.write(next);
            }
        } catch (SocketException reset) {
            // Closed as well, with something of ours unread.
        }
        return received.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
