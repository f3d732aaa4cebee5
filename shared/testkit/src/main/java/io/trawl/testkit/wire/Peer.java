package io.trawl.testkit.wire;

import io.trawl.testkit.TcpListener;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A client or a server at the other end of a connection in PostgreSQL's protocol. */
public final class Peer implements AutoCloseable {

    /** What a request to cancel a statement begins with in the place of a version. */
    public static final int CANCEL = 80_877_102;

    private static final int TLS = 80_877_103;
    private static final int GSS = 80_877_104;
    private static final int VERSION = 3 << 16;

    private Socket socket;
    private DataInputStream in;
    private DataOutputStream out;

    /** @param socket connected; closed with this */
    public Peer(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        use(socket);
    }

    private void use(Socket other) throws IOException {
        socket = other;
        in = new DataInputStream(new BufferedInputStream(other.getInputStream(), 1 << 16));
        out = new DataOutputStream(new BufferedOutputStream(other.getOutputStream(), 1 << 16));
    }

    /** What the peer sends. */
    public DataInputStream in() {
        return in;
    }

    /** What is sent to the peer, once it is flushed. */
    public DataOutputStream out() {
        return out;
    }

    /** Whether nothing more has arrived from the peer. */
    public boolean isSilent() throws IOException {
        return in.available() == 0;
    }

    /** Whether the connection is encrypted. */
    public boolean isEncrypted() {
        return socket instanceof SSLSocket;
    }

    /**
     * Reads a client's start-up packet and answers its requests to encrypt.
     *
     * @param tls to grant them with; null to refuse them
     * @param cancel is given the key if the client came to cancel a statement
     * @return what follows the packet's version; null if the client came to cancel
     */
    public Map<String, String> greet(SSLContext tls, Consumer<byte[]> cancel) throws IOException {
        while (true) {
            int length = in.readInt();
            int code = in.readInt();
            if (code == TLS && tls != null) {
                answer('S');
                SSLSocket encrypted =
                        (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
                encrypted.setUseClientMode(false);
                encrypted.startHandshake();
                use(encrypted);
            } else if (code == TLS || code == GSS) {
                answer('N');
            } else {
                byte[] body = in.readNBytes(length - 8);
                if (code != CANCEL) {
                    return new Message(0, body).pairs(0);
                }
                cancel.accept(body);
                return null;
            }
        }
    }

    private void answer(char letter) throws IOException {
        out.writeByte(letter);
        out.flush();
    }

    /** Sends a start-up packet to a server. */
    public void start(Map<String, String> parameters) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        parameters.forEach(
                (name, value) -> body.writeBytes((name + '\0' + value + '\0').getBytes(StandardCharsets.UTF_8)));
        body.write(0);
        out.writeInt(body.size() + 8);
        out.writeInt(VERSION);
        out.write(body.toByteArray());
        out.flush();
    }

    /** Sends a message at once. */
    public void send(Message message) throws IOException {
        message.write(out);
        out.flush();
    }

    /** Ends the connection. */
    @Override
    public void close() {
        TcpListener.close(socket);
    }
}
