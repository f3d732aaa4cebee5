/**
 * The sink {@code file}. Start with {@link FileSink}, which writes a snapshot: a line for each entity of a run, in a file
 * that takes its name when the run has ended. {@link StandardOutputSink} writes the same lines to standard output.
 * {@link SnapshotFormat} makes a line, {@link SnapshotLines} reads those that an interrupted run has left,
 * {@link SnapshotLock} keeps a second run away from the same file.
 *
 * <p>This package must write to regular files only, never to a device, and must leave what was there until a run has
 * ended.
 */
package io.trawl.sink.file;
