package io.trawl.discovery.progress;

import io.trawl.api.model.Outcome;
import io.trawl.api.report.Report.Counts;
import java.util.List;

/**
 * Counts the progress of a run: the last known state of the whole run, plus what this process has done since. The two
 * may overlap or have a gap of a batch, but what is shown never decreases.
 */
final class ProgressCounters {

    private Counts standing = Counts.ZERO;
    private long listed;
    private long done;
    private long failed;
    private boolean begun;
    private Now shown = new Now(0, 0, 0, 0);

    /**
     * @param before entities that had an outcome before this process took part
     * @param done entities with an outcome, those included
     * @param listed entities found so far
     * @param failed of those done
     */
    record Now(long before, long done, long listed, long failed) {}

    synchronized void standing(Counts counts) {
        if (!begun) {
            shown = new Now(counts.done(), shown.done, shown.listed, shown.failed);
        }
        begun = true;
        standing = counts;
        listed = 0;
        done = 0;
        failed = 0;
    }

    synchronized void listed(long more) {
        begun = true;
        listed += more;
    }

    synchronized void completed(List<Outcome> outcomes) {
        begun = true;
        done += outcomes.size();
        failed += outcomes.stream().filter(Outcome.Failed.class::isInstance).count();
    }

    synchronized Now now() {
        long allListed = Math.max(shown.listed, standing.listed() + listed);
        shown = new Now(
                shown.before,
                Math.max(shown.done, Math.min(allListed, standing.done() + done)),
                allListed,
                Math.max(shown.failed, standing.failed() + failed));
        return shown;
    }
}
