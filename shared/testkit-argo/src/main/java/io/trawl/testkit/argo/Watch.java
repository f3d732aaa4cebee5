package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import io.trawl.testkit.HttpEndpoint;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * A watch: what has changed since a version, then every change. One that asks for a version that is forgotten gets an ERROR
 * event with the Status 410 Expired, as the API server's watch cache sends it.
 *
 * <p>An object that a change takes out of the selection is sent as DELETED, one that it brings in as ADDED (Kubernetes API
 * concepts, "watch", and the API server's cache watcher). The client counts as knowing every object that exists when the
 * watch begins.
 */
final class Watch extends WebSocketListener implements Store.Listener {

    private final Store store;
    private final Resource resource;
    private final String namespace;
    private final Selector selector;
    private final long version;
    private final ExecutorService sender = Executors.newSingleThreadExecutor(HttpEndpoint.daemons("watch"));
    private volatile WebSocket socket;
    /** The names of objects that the client knows; guarded by the store. */
    private final Set<String> known = new HashSet<>();

    Watch(Store store, Resource resource, String namespace, Selector selector, long version) {
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
                store.list(resource, namespace)
                        .forEach(object -> known.add(object.at("/metadata/name").asText()));
                store.follow(version, this);
            } catch (ApiException e) {
                send("ERROR", e.status());
            }
        }
    }

    @Override
    public void changed(Store.Change change) {
        String name = change.key().name();
        if (!change.key().isIn(resource, namespace)) {
            return;
        }
        boolean isThere = selector.test(change.object()) && !change.type().equals("DELETED");
        boolean wasKnown = isThere ? !known.add(name) : known.remove(name);
        if (isThere) {
            send(wasKnown ? "MODIFIED" : "ADDED", change.object());
        } else if (wasKnown) {
            send("DELETED", change.object());
        }
    }

    private void send(String type, ObjectNode object) {
        ObjectNode event = Json.object();
        event.put("type", type).set("object", object);
        String text = Json.write(event);
        try {
            sender.execute(() -> deliver(text));
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
