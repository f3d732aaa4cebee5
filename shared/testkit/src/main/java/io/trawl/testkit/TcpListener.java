package io.trawl.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Takes connections on a free port of 127.0.0.1, and may stop doing so and begin again on the same port. */
public final class TcpListener implements AutoCloseable {

    private final String name;
    private final Server server;
    private final int port;
    private ServerSocket socket;
    private Thread acceptor;

    /** Is given each client; the next is taken when it returns. */
    @FunctionalInterface
    public interface Server {

        /** Takes a client; one that fails is dropped. */
        void take(Socket client) throws IOException;
    }

    /**
     * Listens.
     *
     * @param name of its threads
     */
    public TcpListener(String name, Server server) {
        this.name = name;
        this.server = server;
        listen(0);
        port = socket.getLocalPort();
    }

    private void listen(int wanted) {
        try {
            socket = new ServerSocket(wanted, 200, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerSocket listening = socket;
        acceptor = start(name, () -> accept(listening));
    }

    private void accept(ServerSocket listening) {
        while (true) {
            Socket client = null;
            try {
                client = listening.accept();
                server.take(client);
            } catch (IOException e) {
                close(client);
                if (listening.isClosed()) {
                    return;
                }
            }
        }
    }

    /** The port, also while nothing listens. */
    public int port() {
        return port;
    }

    /** Listens again, unless it does. */
    public synchronized void open() {
        if (socket.isClosed()) {
            listen(port);
        }
    }

    /** Refuses new connections, as a port without a listener does; those it has taken stay. */
    @Override
    public void close() {
        Thread accepting;
        synchronized (this) {
            close(socket);
            accepting = acceptor;
        }
        try {
            // The system's socket is closed only when the thread that waits in accept() has left it.
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts a thread that does not keep the process alive. */
    public static Thread start(String name, Runnable task) {
        Thread thread = HttpEndpoint.daemons(name).newThread(task);
        thread.start();
        return thread;
    }

    /** Closes what is of no more use either way; null is nothing. */
    public static void close(AutoCloseable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (Exception e) {
            // It has ended by itself.
        }
    }
}
