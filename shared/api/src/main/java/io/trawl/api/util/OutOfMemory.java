package io.trawl.api.util;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Ends the process when its memory has run out. Otherwise it could wait forever for threads that ended without a
 * message.
 *
 * <p>A thread that dies of an OutOfMemoryError ends the process by itself, once {@link #endsProcess} was called. Code
 * that catches any exception and turns it into something else, a failed entity for example, passes it to {@link #check}
 * first.
 */
public final class OutOfMemory {

    /** As for any mistake of Trawl's own, in sysexits.h. */
    public static final int EXIT_CODE = 70;

    /** Made beforehand: there is no memory for it when it is needed. */
    private static final byte[] LINE =
            "trawl: out of memory: give the process more (-Xmx), or set a lower parallelism\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private static final FileOutputStream STDERR = new FileOutputStream(FileDescriptor.err);

    /** Causes may lead in a circle. */
    private static final int DEEPEST = 50;

    private static volatile boolean endsProcess;

    private OutOfMemory() {}

    /** From now on an OutOfMemoryError ends the process, with one line on stderr and {@link #EXIT_CODE}. */
    public static void endsProcess() {
        endsProcess = true;
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            check(failure);
            if (before != null) {
                before.uncaughtException(thread, failure);
            } else {
                print(thread, failure);
            }
        });
    }

    /** What a thread that has no handler prints. */
    private static void print(Thread thread, Throwable failure) {
        System.err.print("Exception in thread \"" + thread.getName() + "\" ");
        failure.printStackTrace();
    }

    /**
     * Ends the process if an OutOfMemoryError is the failure or among its causes.
     *
     * @throws OutOfMemoryError in place of that if {@link #endsProcess} was not called, as in a test
     */
    public static void check(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError error) {
                if (endsProcess) {
                    end();
                }
                throw error;
            }
        }
    }

    /** The task, for an executor that keeps to itself what its tasks throw. */
    public static Runnable checked(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (OutOfMemoryError e) {
                check(e);
            }
        };
    }

    /** Without shutdown hooks, which need memory too: leases end by themselves, as after any crash. */
    private static void end() {
        try {
            STDERR.write(LINE);
        } catch (IOException e) {
            // The exit code says the same.
        }
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
