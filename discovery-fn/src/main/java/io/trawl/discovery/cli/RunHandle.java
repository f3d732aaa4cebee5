package io.trawl.discovery.cli;

import org.jspecify.annotations.Nullable;

/**
 * What a user who interrupts a command can ask of the run it has begun. Both return soon.
 *
 * @param stop ends the run, resumable
 * @param leave lets it go on without this process; null where the run is in this process
 */
record RunHandle(Runnable stop, @Nullable Runnable leave) {}
