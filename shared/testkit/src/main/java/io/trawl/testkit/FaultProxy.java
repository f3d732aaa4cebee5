package io.trawl.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP proxy on a free port of 127.0.0.1 that forwards everything until a test sets a fault. Faults may be set and
 * healed at any time and by any thread; they are independent of each other.
 */
public final class FaultProxy implements AutoCloseable {

    private final InetSocketAddress target;
    private final TcpListener listener;
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong toServer = new AtomicLong();
    private final AtomicLong toClient = new AtomicLong();

    private int total;
    private int cuts;
    private int highest;
    private int cutNumber;
    volatile long delayNanos;
    volatile long dripNanos;
    private boolean frozen;
    /** What makes a connection's answers get lost, or null. */
    volatile String swallowFrom;

    private String loseAnswerTo;
    private String loseAt;
    private int toLose;
    private int lost;
    private double loseProbability;
    private double cutProbability;
    private Random random;

    private FaultProxy(String host, int targetPort) {
        target = new InetSocketAddress(host, targetPort);
        listener = new TcpListener("fault-proxy", this::take);
    }

    /** Starts a proxy to a server; the server is connected to once for each client. */
    public static FaultProxy start(String host, int targetPort) {
        return new FaultProxy(host, targetPort);
    }

    /** Starts a proxy to an embedded database. */
    public static FaultProxy start(EmbeddedDatabase server) {
        return start("127.0.0.1", server.port());
    }

    /** The port it listens on, at 127.0.0.1. */
    public int port() {
        return listener.port();
    }

    /** {@code 127.0.0.1:port}. */
    public String hostPort() {
        return "127.0.0.1:" + port();
    }

    /**
     * Delays every byte by half of that in each direction, without limiting how many are under way: what a long line
     * does. Making a connection is not delayed.
     */
    public synchronized FaultProxy roundTrip(Duration duration) {
        delayNanos = duration.toNanos() / 2;
        return this;
    }

    /** Resets (RST) every open connection, now. */
    public void cutAll() {
        open.forEach(ProxiedConnection::reset);
    }

    /**
     * Resets one connection as soon as its client sends something.
     *
     * @param number of the connection, counted from 1 since the proxy was started; see {@link #total}
     */
    public synchronized FaultProxy cut(int number) {
        cutNumber = number;
        return this;
    }

    /**
     * Instead of passing something on to the server, resets the connection, with a probability for each chunk that
     * arrives.
     *
     * @param probability 0 to 1
     * @param seed printed, to make the same happen again
     */
    public synchronized FaultProxy cutSometimes(double probability, long seed) {
        System.err.println("fault proxy: cuts with probability " + probability + ", seed " + seed);
        cutProbability = probability;
        random = new Random(seed);
        return this;
    }

    /** What a server sends, headers too, reaches its client a byte at a time. */
    public synchronized FaultProxy drip(Duration pauseBeforeEachByte) {
        dripNanos = pauseBeforeEachByte.toNanos();
        return this;
    }

    /** Half-open: connections stay, new ones are taken, but nothing is passed on in either direction. */
    public synchronized FaultProxy freeze() {
        frozen = true;
        return this;
    }

    /**
     * Throws away what the server answers from the moment on that a client sends this, on that client's connection: with
     * {@code COMMIT}, the work is done and the client does not know.
     *
     * @param text as it stands on the wire, inside one chunk
     */
    public synchronized FaultProxy swallowAnswersTo(String text) {
        swallowFrom = text;
        return this;
    }

    /**
     * Lets what a client asks for be done, and resets its connection in place of the answer.
     *
     * @param text of a statement, as it stands on the wire, inside one chunk
     * @param last what the client sends last of it, then or later on the same connection: {@code COMMIT} for a statement
     *     in a transaction; empty if the statement commits by itself
     * @param times after so many it does so no more
     */
    public synchronized FaultProxy loseAnswersTo(String text, String last, int times) {
        loseAnswerTo = text;
        loseAt = last;
        toLose = times;
        return this;
    }

    /** The same for whatever a client asks for, with a probability from 0 to 1 for each chunk that arrives; the seed is printed. */
    public synchronized FaultProxy loseAnswersSometimes(double probability, long seed) {
        System.err.println("fault proxy: loses answers with probability " + probability + ", seed " + seed);
        loseProbability = probability;
        random = new Random(seed);
        return this;
    }

    /** Answers that {@link #loseAnswersTo} and {@link #loseAnswersSometimes} have lost. */
    public synchronized int lost() {
        return lost;
    }

    /** Refuses new connections, as a port without a listener does. */
    public FaultProxy refuse() {
        listener.close();
        return this;
    }

    /** Ends every fault, the delay included. What was cut stays cut and what was swallowed stays lost. */
    public synchronized FaultProxy heal() {
        delayNanos = 0;
        dripNanos = 0;
        cutNumber = 0;
        cutProbability = 0;
        frozen = false;
        swallowFrom = null;
        loseAnswerTo = null;
        loseProbability = 0;
        notifyAll();
        listener.open();
        return this;
    }

    /** Connections open now. */
    public int open() {
        return open.size();
    }

    /**
     * The most connections that were open at a time. As with any server, one that its client has just closed may still
     * count for an instant.
     */
    public synchronized int highest() {
        return highest;
    }

    /** Connections taken since the start. */
    public synchronized int total() {
        return total;
    }

    /** Connections that {@link #cut} or {@link #cutSometimes} have cut. */
    public synchronized int cut() {
        return cuts;
    }

    /** Bytes passed on to the server. */
    public long bytesToServer() {
        return toServer.get();
    }

    /** Bytes passed on to clients. */
    public long bytesToClient() {
        return toClient.get();
    }

    /** Stops listening and resets what is open. */
    @Override
    public void close() {
        listener.close();
        cutAll();
        synchronized (this) {
            frozen = false;
            notifyAll();
        }
    }

    /** Whether the connection is to be reset, now that something arrived from its client. */
    synchronized boolean cuts(int number) {
        boolean cut = number == cutNumber || cutProbability > 0 && random.nextDouble() < cutProbability;
        cuts += cut ? 1 : 0;
        return cut;
    }

    /** Whether a client that sends this begins what {@link #loseAnswersTo} is about. */
    synchronized boolean losesAnswerTo(String sent) {
        return loseAnswerTo != null && sent.contains(loseAnswerTo);
    }

    /**
     * Whether the answer to this is to be lost.
     *
     * @param begun whether the connection has sent what {@link #loseAnswersTo} is about
     */
    synchronized boolean losesAnswerAt(String sent, boolean begun) {
        boolean named = begun && toLose > 0 && sent.contains(loseAt);
        toLose -= named ? 1 : 0;
        boolean loses = named || loseProbability > 0 && random.nextDouble() < loseProbability;
        lost += loses ? 1 : 0;
        return loses;
    }

    synchronized void awaitThaw() throws InterruptedException {
        while (frozen) {
            wait();
        }
    }

    AtomicLong bytes(boolean fromClient) {
        return fromClient ? toServer : toClient;
    }

    void closed(ProxiedConnection connection) {
        open.remove(connection);
    }

    private void take(Socket client) throws IOException {
        Socket server = new Socket();
        server.connect(target); // if it cannot be reached, its client is closed
        ProxiedConnection connection;
        synchronized (this) {
            connection = new ProxiedConnection(this, ++total, client, server);
            open.add(connection);
            highest = Math.max(highest, open.size());
        }
        connection.start();
    }
}
