package io.trawl.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.environment.Cli;
import io.trawl.environment.TestEnvironment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

/** The processes that work on one run, some of which are killed. Used by one thread. */
final class RunProcesses {

    private final TestEnvironment site;
    private final Random random;
    private final Map<Long, Cli> alive = new LinkedHashMap<>();
    private int killed;
    private int turnedAway;

    RunProcesses(TestEnvironment site, Random random) {
        this.site = site;
        this.random = random;
    }

    /** Adds a process. */
    Cli add(Cli cli) {
        alive.put(cli.process().pid(), cli);
        return cli;
    }

    /** Starts a process that helps. */
    Cli join() {
        return add(site.start("ingest", "--join", "latest", "--no-progress"));
    }

    /** Kills one that takes part, drawn by lot. */
    void killAny() {
        List<Cli> candidates = new ArrayList<>(alive.values());
        candidates.removeIf(cli -> !site.takesPart(cli));
        kill(candidates.get(random.nextInt(candidates.size())));
    }

    /** Waits until a process leads, and kills it. */
    void killLeader() throws Exception {
        site.await("one of " + alive.keySet() + " leads", () -> leader() != null);
        kill(leader());
    }

    private Cli leader() {
        OptionalLong pid = site.ledger().leader();
        return pid.isEmpty() ? null : alive.get(pid.getAsLong());
    }

    private void kill(Cli cli) {
        alive.remove(cli.process().pid());
        cli.kill();
        killed++;
    }

    /** Starts another in the place of one that was killed, and waits until it takes part. */
    void replace() throws Exception {
        Cli next = random.nextBoolean() ? join() : add(site.start("resume", "latest", "--no-progress"));
        site.await(
                "process " + next.process().pid() + " takes part",
                () -> site.takesPart(next) || !next.process().isAlive());
        if (!site.takesPart(next)) {
            // At a moment when nobody leads and nobody holds anything a run counts as interrupted: resume it, says
            // ledger.
            alive.remove(next.process().pid());
            assertThat(next.await().with(2).err()).contains("continue it with resume");
            turnedAway++;
            site.joined(add(site.start("resume", "latest", "--no-progress")));
        }
    }

    /** Waits for the end of those alive. */
    List<Cli.Result> await() {
        return alive.values().stream().map(Cli::await).toList();
    }

    /** How many were killed. */
    int killed() {
        return killed;
    }

    /** How often a process was told to resume, not to join. */
    int turnedAway() {
        return turnedAway;
    }
}
