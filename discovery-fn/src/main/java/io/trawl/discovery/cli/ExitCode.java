package io.trawl.discovery.cli;

/** How a command ends; the numbers are part of what Trawl promises. */
final class ExitCode {

    static final int SUCCESS = 0;
    /** The run ended below its success threshold, or not everything could be listed. */
    static final int FAILURE = 1;
    /** Bad configuration or usage, or the ledger refuses: no such run, one is under way. */
    static final int USAGE = 2;
    /** The source, the sink or the ledger is out of reach, or a file or standard output cannot be written. */
    static final int UNREACHABLE = 3;
    /** A mistake of Trawl's own, as in sysexits.h. */
    static final int SOFTWARE = 70;
    /** Interrupted by SIGINT or SIGTERM, or stopped from another process. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
