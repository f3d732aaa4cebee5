package io.trawl.testkit.snowflake;

import io.trawl.testkit.snowflake.sql.SqlException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** A warehouse, and what using it cost. Safe for use by several threads. */
public final class Warehouse {

    /** What a warehouse is at first. */
    public enum State {
        /** It runs. */
        STARTED,
        /** It is suspended, and resumes by itself. */
        SUSPENDED_AUTO_RESUME,
        /** It is suspended, AUTO_RESUME is off and the role may not resume it. */
        SUSPENDED,
        /** It is suspended, and a resource monitor has used up its quota. */
        QUOTA_EXCEEDED
    }

    private final String name;
    private final Set<String> roles;
    private final Clock clock;
    private State state;
    private int resumed;
    private int statements;
    private Duration busy = Duration.ZERO;
    private Instant resumedAt;

    Warehouse(String name, State state, Set<String> roles, Clock clock) {
        this.name = name;
        this.state = state;
        this.roles = roles;
        this.clock = clock;
        if (state == State.STARTED) {
            resumedAt = clock.instant();
        }
    }

    boolean usableBy(String role) {
        return roles.isEmpty() || roles.contains(role);
    }

    /** A statement needs it. */
    synchronized void run() {
        if (state == State.SUSPENDED) {
            throw Warehouses.noneActive();
        }
        if (state == State.QUOTA_EXCEEDED) {
            throw SqlException.of(
                    "090073",
                    "22000",
                    "Warehouse '" + name + "' cannot be resumed because resource monitor 'MONTHLY' has exceeded its"
                            + " quota.");
        }
        if (state == State.SUSPENDED_AUTO_RESUME) {
            state = State.STARTED;
            resumed++;
            resumedAt = clock.instant();
        }
        statements++;
    }

    synchronized void worked(Duration time) {
        busy = busy.plus(time);
    }

    /** What it is now. */
    public synchronized State state() {
        return state;
    }

    /** How often a statement made it resume. */
    public synchronized int resumed() {
        return resumed;
    }

    /** How many statements ran on it. */
    public synchronized int statements() {
        return statements;
    }

    /** How long statements ran on it, added up. */
    public synchronized Duration busy() {
        return busy;
    }

    /** How long it has been running; it is not suspended again by itself. */
    public synchronized Duration running() {
        return resumedAt == null ? Duration.ZERO : Duration.between(resumedAt, clock.instant());
    }

    /** Changes what it is, as its administrator would. */
    public synchronized void set(State to) {
        state = to;
        resumedAt = to == State.STARTED ? clock.instant() : null;
    }
}
