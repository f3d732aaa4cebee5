package io.trawl.environment;

import io.trawl.testkit.openmetadata.Answer;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.ReceivedRequest;

/**
 * Lets requests that write tables reach the contract server only as far as a test wants, so that a run stands at the moment
 * it means, with requests under way. Requests are numbered from 1 in the order in which they come.
 */
public final class WriteGate {

    private long arrived;
    private long open = Long.MAX_VALUE;
    private long shut;

    public WriteGate(OpenMetadataServer server) {
        server.plan(this::hold, 1, Answer.status(503)); // which it never comes to: no request is the one
    }

    private synchronized boolean hold(ReceivedRequest request) {
        boolean empty = request.bodyBytes() <= "[]".length(); // asks whether there is bulk
        if (request.method().equals("PUT") && request.path().startsWith("/tables") && !empty) {
            long number = ++arrived;
            notifyAll();
            try {
                while (number > open || number <= shut) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the server is closed
            }
        }
        return false;
    }

    /** Requests up to this number pass, the others wait. */
    public synchronized void openTo(long number) {
        open = number;
        notifyAll();
    }

    /** Those that have come and wait go on waiting, whatever passes later, until {@link #letGo}. */
    public synchronized void keep() {
        shut = arrived;
    }

    /** What was kept passes. */
    public synchronized void letGo() {
        shut = 0;
        notifyAll();
    }

    /** As many more pass as this, beyond those that have come. */
    public synchronized void openForAnother(long howMany) {
        openTo(arrived + howMany);
    }

    /** All pass. */
    public void open() {
        openTo(Long.MAX_VALUE);
    }

    /** How many have come. */
    public synchronized long arrived() {
        return arrived;
    }

    /** Whether one waits. */
    public synchronized boolean holds() {
        return arrived > open;
    }
}
