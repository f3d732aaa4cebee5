package io.trawl.testkit;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One client and its server. In each direction a thread reads and stamps each chunk with the time at which it is due, and
 * another writes the chunks when they are due; so delay costs no throughput.
 */
final class ProxiedConnection {

    private static final int CHUNK = 64 * 1024;
    /** Chunks under way in one direction: 64 MiB at most, more than any test's delay times its throughput. */
    private static final int UNDER_WAY = 1_024;

    private final FaultProxy proxy;
    private final int number;
    private final Socket client;
    private final Socket server;
    private final AtomicInteger directionsOpen = new AtomicInteger(2);
    private final AtomicBoolean swallowing = new AtomicBoolean();
    private final AtomicBoolean losing = new AtomicBoolean();
    private boolean begun; // used by one thread
    private final BlockingQueue<Chunk> toServer = new ArrayBlockingQueue<>(UNDER_WAY);
    private final BlockingQueue<Chunk> toClient = new ArrayBlockingQueue<>(UNDER_WAY);

    /**
     * @param bytes null for the end of the stream
     * @param dueNanos by System.nanoTime
     */
    private record Chunk(byte[] bytes, long dueNanos) {}

    ProxiedConnection(FaultProxy proxy, int number, Socket client, Socket server) throws IOException {
        this.proxy = proxy;
        this.number = number;
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start() {
        pump(client, toServer, server, true);
        pump(server, toClient, client, false);
    }

    /** Closes both sides so that each sees a reset. */
    void reset() {
        for (Socket socket : List.of(client, server)) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException alreadyClosed) {
                // which is what is wanted
            }
        }
        for (BlockingQueue<Chunk> underWay : List.of(toServer, toClient)) {
            underWay.clear();
            underWay.offer(new Chunk(null, System.nanoTime())); // lets the writer end
        }
        proxy.closed(this);
    }

    private void pump(Socket from, BlockingQueue<Chunk> underWay, Socket to, boolean fromClient) {
        String name = "fault-proxy-" + proxy.port() + "-" + number + (fromClient ? "-up" : "-down");
        TcpListener.start(name + "-read", () -> orReset(() -> read(from, underWay, fromClient)));
        TcpListener.start(name + "-write", () -> orReset(() -> write(to, underWay, fromClient)));
    }

    private void read(Socket from, BlockingQueue<Chunk> underWay, boolean fromClient)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[CHUNK];
        int length;
        while ((length = from.getInputStream().read(buffer)) >= 0) {
            byte[] bytes = Arrays.copyOf(buffer, length);
            if (fromClient) {
                if (proxy.cuts(number)) {
                    reset();
                    return;
                }
                lookForTrigger(bytes);
            } else if (losing.get()) {
                reset();
                return;
            } else if (swallowing.get()) {
                continue;
            }
            underWay.put(new Chunk(bytes, System.nanoTime() + proxy.delayNanos));
        }
        if (fromClient) {
            proxy.closed(this);
        }
        underWay.put(new Chunk(null, System.nanoTime() + proxy.delayNanos));
    }

    private void write(Socket to, BlockingQueue<Chunk> underWay, boolean fromClient)
            throws IOException, InterruptedException {
        while (true) {
            Chunk chunk = underWay.take();
            TimeUnit.NANOSECONDS.sleep(chunk.dueNanos() - System.nanoTime());
            proxy.awaitThaw();
            if (chunk.bytes() == null) {
                to.shutdownOutput();
                break;
            }
            // Counted first: whoever has them may look at the count.
            proxy.bytes(fromClient).addAndGet(chunk.bytes().length);
            if (fromClient || proxy.dripNanos == 0) {
                to.getOutputStream().write(chunk.bytes());
            } else {
                drip(to, chunk.bytes());
            }
        }
        if (directionsOpen.decrementAndGet() == 0) {
            client.close();
            server.close();
        }
    }

    private void drip(Socket to, byte[] bytes) throws IOException, InterruptedException {
        for (byte each : bytes) {
            TimeUnit.NANOSECONDS.sleep(proxy.dripNanos);
            to.getOutputStream().write(each);
        }
    }

    private void lookForTrigger(byte[] bytes) {
        String trigger = proxy.swallowFrom;
        String sent = new String(bytes, StandardCharsets.ISO_8859_1);
        if (trigger != null && sent.contains(trigger)) {
            swallowing.set(true);
        }
        begun |= proxy.losesAnswerTo(sent);
        if (proxy.losesAnswerAt(sent, begun)) {
            losing.set(true);
        }
    }

    private void orReset(Task task) {
        try {
            task.run();
        } catch (IOException | InterruptedException e) {
            reset();
        }
    }

    @FunctionalInterface
    private interface Task {
        void run() throws IOException, InterruptedException;
    }
}
