/**
 * The commands. Start with {@link TrawlCommand}, which lists them, and {@link CommandLineApplication}, which executes
 * one. {@link RunOptions} is what {@code ingest}, {@code resume} and {@code retry} do; where pods do the work,
 * {@link RemoteRun} follows the run by way of the {@link io.trawl.api.orchestrator.RemoteRunner} of its orchestrator. {@link CliContext} is what
 * tests replace.
 *
 * <p>A command must not start Quarkus ({@code serve} alone does) or print anything but results on standard output.
 * What goes wrong is one line and an {@link ExitCode}, by way of {@link Errors}.
 */
package io.trawl.discovery.cli;
