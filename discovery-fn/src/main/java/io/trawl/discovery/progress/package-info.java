/**
 * Shows on stderr how a run advances. Start with {@link Progress}, which chooses {@link BarProgress} for a terminal
 * and {@link LineProgress} for anything else; {@link ProgressCounters} counts for both.
 *
 * <p>The methods of {@link Progress} are called by the threads that do the work, so they must not block. Nothing here
 * may write to standard output, or print a name or message that has not passed through {@link io.trawl.api.util.OneLine}.
 */
package io.trawl.discovery.progress;
