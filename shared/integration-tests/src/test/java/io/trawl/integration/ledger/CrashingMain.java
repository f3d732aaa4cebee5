package io.trawl.integration.ledger;

import io.trawl.api.ledger.Ledger;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowReader;
import io.trawl.environment.Intercepted;
import io.trawl.environment.LocalRun;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a workflow until it comes to the crash point that {@code TRAWL_CRASH_AT} names. Operations that an undisturbed run
 * never comes to are brought about.
 */
final class CrashingMain {

    private CrashingMain() {}

    /**
     * @param arguments the workflow's file, and {@code begin} or {@code resume}
     */
    public static void main(String[] arguments) {
        Workflow workflow = new WorkflowReader(Map.of()).read(Path.of(arguments[0]));
        CrashPoint point = CrashPoint.of(System.getenv(CrashPoint.VARIABLE));
        RunStart start = arguments[1].equals("begin") ? RunStart.anew() : RunStart.resume(Ledger.LATEST);
        LocalRun.execute(workflow, start, Intercepted.providers(provoking(point, workflow)));
        System.exit(0); // the point was not reached
    }

    private static Intercepted.Around provoking(CrashPoint point, Workflow workflow) {
        Intercepted.Around halting = point.halting();
        AtomicInteger times = new AtomicInteger();
        return switch (point.operation()) {
            case "release" ->
                call -> call.name().equals("holds") && times.incrementAndGet() == 3 ? false : halting.answer(call);
            case "wroteLate" ->
                call -> {
                    Object answer = halting.answer(call);
                    if (call.name().equals("sinkWrite") && times.incrementAndGet() == 3) {
                        takeAway(workflow);
                    }
                    return answer;
                };
            default -> halting;
        };
    }

    /** What is claimed goes back, as when leases end and others come. */
    static void takeAway(Workflow workflow) throws SQLException {
        String url = workflow.execution().ledger().url();
        try (Connection connection = DriverManager.getConnection(url, "postgres", "")) {
            connection
                    .createStatement()
                    .execute("UPDATE trawl.batch b SET claimed = false, token = 0, due = clock_timestamp() FROM"
                            + " trawl.run r WHERE r.no = b.run_no AND r.state = 'RUNNING' AND b.claimed AND"
                            + " r.workflow = '"
                            + workflow.name() + "'");
        }
    }
}
