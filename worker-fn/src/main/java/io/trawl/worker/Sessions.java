package io.trawl.worker;

import io.trawl.core.config.Providers;
import io.trawl.core.config.Workflow;
import io.trawl.core.engine.Session;
import io.trawl.core.event.EventException;
import io.trawl.core.ledger.InMemoryLedger;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sessions of this process, one for each workflow that an event has named: opened at the first event and kept, since
 * most events cost less than a connection. A workflow file that changes is read again when the process starts again.
 */
@Singleton
public class Sessions {

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Workflows workflows;

    Sessions(Workflows workflows) {
        this.workflows = workflows;
    }

    /** The worker of a workflow. */
    SessionWorker worker(String workflow) {
        return new SessionWorker(sessions.computeIfAbsent(workflow, name -> open(workflows.read(name))));
    }

    private static Session open(Workflow workflow) {
        Session session = Session.open(workflow, new InMemoryLedger(Clock.systemUTC(), 1), Providers.load());
        if (session.sink().isSnapshot()) {
            session.close();
            throw EventException.unusable("sink.type: '" + workflow.sink().type()
                    + "' writes a snapshot of a whole run, which single events are not; use ingest");
        }
        return session;
    }

    @PreDestroy
    void close() {
        sessions.values().forEach(Session::close);
    }
}
