package io.trawl.api.util;

import java.util.concurrent.ThreadFactory;

/** Makes threads that do not keep the process alive. */
public final class DaemonThreads {

    private DaemonThreads() {}

    /** A daemon thread, not started yet. */
    public static Thread of(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Makes daemon threads that all have this name. */
    public static ThreadFactory named(String name) {
        return task -> of(name, task);
    }
}
