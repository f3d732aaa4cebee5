package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import io.trawl.testkit.HttpEndpoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * A watch: what has changed since a version, then every change. One that asks for a version that is forgotten gets an ERROR
 * event with the Status 410 Expired, as the API server's watch cache sends it. No version, or 0, means "as it is now": every
 * object is ADDED first.
 *
 * <p>An object that a change takes out of the selection is told as DELETED, one that it brings in as ADDED (Kubernetes API
 * concepts, "watch", and the API server's cache watcher). Of a watch that begins at a version, every object that exists then
 * counts as told of.
 */
final class Watch extends WebSocketListener implements Store.Listener {

    private final Store store;
    private final Resource resource;
    private final String namespace;
    private final Selector selector;
    private final String version;
    private final ExecutorService sender = Executors.newSingleThreadExecutor(HttpEndpoint.daemons("watch"));
    private volatile WebSocket socket;
    /** What the client knows of, by name and namespace; guarded by the store. */
    private final Set<Store.Key> told = new HashSet<>();

    Watch(Store store, Resource resource, String namespace, Selector selector, String version) {
        this.store = store;
        this.resource = resource;
        this.namespace = namespace;
        this.selector = selector;
        this.version = version;
    }

    @Override
    public void onOpen(WebSocket opened, Response response) {
        socket = opened;
        // Not on the server's only thread, which must write.
        sender.execute(this::begin);
    }

    private void begin() {
        synchronized (store) {
            try {
                told.addAll(store.keys(resource, namespace, object -> !fromNow() || selector.test(object)));
                if (fromNow()) {
                    present().forEach(this::send);
                    store.listen(this);
                } else {
                    store.follow(Long.parseLong(version), resource, namespace, this);
                }
            } catch (ApiException e) {
                send(event("ERROR", e.status()));
            }
        }
    }

    @Override
    public void changed(Store.Change change) {
        if (change.key().resource() != resource
                || (namespace != null && !change.key().namespace().equals(namespace))) {
            return;
        }
        boolean isSelected = selector.test(change.object());
        boolean isGone = change.type().equals("DELETED");
        boolean wasTold = isSelected && !isGone ? !told.add(change.key()) : told.remove(change.key());
        if (isSelected && !isGone) {
            send(event(wasTold ? "MODIFIED" : "ADDED", change.object()));
        } else if (wasTold) {
            send(event("DELETED", change.object()));
        }
    }

    private void send(String event) {
        try {
            sender.execute(() -> deliver(event));
        } catch (RejectedExecutionException closed) {
            store.leave(this);
        }
    }

    private void deliver(String event) {
        try {
            if (!socket.send(event)) {
                end();
            }
        } catch (IllegalStateException closed) {
            end();
        }
    }

    /** The events that there are to tell at once, a line each. */
    List<String> past() {
        sender.shutdown();
        synchronized (store) {
            List<String> events = new ArrayList<>();
            try {
                if (fromNow()) {
                    events.addAll(present());
                } else {
                    store.since(Long.parseLong(version), resource, namespace).stream()
                            .filter(change -> selector.test(change.object()))
                            .forEach(change -> events.add(event(change.type(), change.object())));
                }
            } catch (ApiException e) {
                events.add(event("ERROR", e.status()));
            }
            return events.stream().map(event -> event + "\n").toList();
        }
    }

    private boolean fromNow() {
        return version.isEmpty() || version.equals("0");
    }

    private List<String> present() {
        return store.list(resource, namespace).stream()
                .filter(selector)
                .map(object -> event("ADDED", object))
                .toList();
    }

    private static String event(String type, ObjectNode object) {
        ObjectNode event = Json.object();
        event.put("type", type).set("object", object);
        return Json.write(event);
    }

    @Override
    public void onClosing(WebSocket closing, int code, String reason) {
        end();
    }

    @Override
    public void onClosed(WebSocket closed, int code, String reason) {
        end();
    }

    @Override
    public void onFailure(WebSocket failed, Throwable error, Response response) {
        end();
    }

    private void end() {
        store.leave(this);
        sender.shutdownNow();
    }
}
