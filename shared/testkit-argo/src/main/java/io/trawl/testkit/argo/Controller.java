package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.testkit.HttpEndpoint;
import io.trawl.testkit.argo.Store.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The workflow controller: one thread that passes over Workflows when something has happened. As in Argo
 * (workflow/controller/rate_limiters.go and controller.go), a new Workflow is looked at once, but whatever happens to it or to
 * its pods waits in a queue for a fixed time, 10 s as shipped; what happens meanwhile joins it.
 */
final class Controller {

    private final Store store;
    private final Kubelet kubelet;
    private final boolean strict;
    private final Duration requeue;
    /** When which Workflow is due, in nanoTime. */
    private final Map<Key, Long> due = new HashMap<>();

    private Thread thread;
    private boolean connected = true;

    Controller(Store store, Kubelet kubelet, boolean strict, Duration requeue) {
        this.store = store;
        this.kubelet = kubelet;
        this.strict = strict;
        this.requeue = requeue;
        store.listen(this::changed);
    }

    private void changed(Store.Change change) {
        if (change.key().resource() != Resource.WORKFLOW) {
            return;
        }
        if (change.type().equals("DELETED")) {
            kubelet.deleteOf(change.key().name());
        } else {
            wake(change.key(), change.type().equals("ADDED") ? Duration.ZERO : requeue);
        }
    }

    /** Something has happened to a pod. */
    void changed(String namespace, Pod pod) {
        wake(new Key(Resource.WORKFLOW, namespace, pod.workflow()), requeue);
    }

    private synchronized void wake(Key key, Duration after) {
        due.merge(key, System.nanoTime() + after.toNanos(), Math::min);
        notifyAll();
    }

    /** Begins, with all Workflows that are there. */
    void start(String namespace) {
        store.list(Resource.WORKFLOW, namespace).forEach(workflow -> wake(key(workflow), Duration.ZERO));
        begin();
    }

    private synchronized void begin() {
        if (thread != null) {
            return;
        }
        thread = HttpEndpoint.daemons("argo-controller").newThread(this::work);
        thread.start();
    }

    private static Key key(JsonNode workflow) {
        JsonNode metadata = workflow.path("metadata");
        return new Key(
                Resource.WORKFLOW,
                metadata.path("namespace").asText(),
                metadata.path("name").asText());
    }

    /** Ends; returns when its thread has. Pods run on. */
    void stop() {
        Thread ending;
        synchronized (this) {
            ending = thread;
            thread = null;
            notifyAll();
        }
        if (ending == null) {
            return;
        }
        try {
            ending.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            due.clear();
        }
    }

    /** Whether it can reach the API; it waits while it cannot. */
    synchronized void connected(boolean value) {
        connected = value;
        notifyAll();
    }

    private void work() {
        try {
            for (Key key = next(); key != null; key = next()) {
                pass(key);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next that is due; null when the controller is to end. */
    private synchronized Key next() throws InterruptedException {
        while (thread == Thread.currentThread()) {
            Map.Entry<Key, Long> first =
                    due.entrySet().stream().min(Map.Entry.comparingByValue()).orElse(null);
            long left = first == null ? Long.MAX_VALUE : first.getValue() - System.nanoTime();
            if (connected && first != null && left <= 0) {
                due.remove(first.getKey());
                return first.getKey();
            }
            wait(!connected || first == null ? 0 : left / 1_000_000 + 1);
        }
        return null;
    }

    private void pass(Key key) {
        ObjectNode workflow = store.get(key).orElse(null);
        if (workflow == null) {
            return;
        }
        try {
            Operation operation = new Operation(workflow, store, kubelet, strict, requeue);
            ObjectNode operated = operation.operate();
            persist(key, workflow, operated);
            if (operation.again() != null) {
                wake(key, Duration.between(Instant.now(), operation.again()));
            }
        } catch (RuntimeException e) {
            // The controller would go on with other Workflows, and say so in a log that nobody sees here.
            e.printStackTrace();
        }
    }

    /** Status and its labels; whoever has changed the rest meanwhile is not undone. Pods of one that is gone go too. */
    private void persist(Key key, ObjectNode before, ObjectNode operated) {
        JsonNode uid = before.at("/metadata/uid");
        boolean there = store.update(
                        key, latest -> latest.at("/metadata/uid").equals(uid) ? with(latest, operated) : latest)
                .filter(latest -> latest.at("/metadata/uid").equals(uid))
                .isPresent();
        if (!there) {
            kubelet.deleteOf(key.name());
        }
    }

    private static ObjectNode with(ObjectNode latest, ObjectNode operated) {
        ObjectNode metadata = ((ObjectNode) latest.get("metadata")).deepCopy();
        JsonNode labels = operated.at("/metadata/labels");
        for (String label : List.of(WorkflowStatus.PHASE, WorkflowStatus.COMPLETED)) {
            metadata.withObject("/labels").set(label, labels.path(label));
        }
        ObjectNode updated = Json.merge(latest, Json.object());
        updated.set("metadata", metadata);
        updated.set("status", operated.get("status"));
        return updated;
    }
}
