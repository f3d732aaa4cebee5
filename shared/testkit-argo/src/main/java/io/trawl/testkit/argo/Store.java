package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * The objects, as etcd keeps them: each change has a number, the resource version, and the last changes are remembered for
 * watches. An object that is in here is never modified; a change puts another one in its place.
 */
public final class Store {

    /** How many changes a watch may be behind. */
    private static final int REMEMBERED = 100;

    /** Where an object is. */
    record Key(Resource resource, String namespace, String name) implements Comparable<Key> {

        boolean isIn(Resource wanted, String of) {
            return resource == wanted && namespace.equals(of);
        }

        @Override
        public int compareTo(Key other) {
            return toString().compareTo(other.toString());
        }
    }

    /** That an object was ADDED, MODIFIED or DELETED. */
    record Change(long version, String type, Key key, ObjectNode object) {}

    /** Receives every change, in their order, from the thread that makes it; must not wait. */
    interface Listener {
        void changed(Change change);
    }

    private final TreeMap<Key, ObjectNode> objects = new TreeMap<>();
    private final Deque<Change> changes = new ArrayDeque<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private long version = 1;
    private long forgotten = 1;

    /** Adds an object, with what the API server adds to it. */
    synchronized ObjectNode create(Key key, ObjectNode object) {
        if (objects.containsKey(key)) {
            throw ApiException.exists(key.resource(), key.name());
        }
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        object.withObject("/metadata")
                .put("name", key.name())
                .put("namespace", key.namespace())
                .put("uid", UUID.randomUUID().toString())
                .put("creationTimestamp", now);
        return put("ADDED", key, object);
    }

    /**
     * Changes an object if it is there.
     *
     * @param change gets the object as it is, which it must not modify; returns it with what is different
     * @return the object as it is then; what was there if nothing is different
     */
    synchronized Optional<ObjectNode> update(Key key, UnaryOperator<ObjectNode> change) {
        ObjectNode before = objects.get(key);
        if (before == null) {
            return Optional.empty();
        }
        ObjectNode after = change.apply(before);
        return Optional.of(after.equals(before) ? before : put("MODIFIED", key, after));
    }

    private ObjectNode put(String type, Key key, ObjectNode object) {
        ObjectNode stored = numbered(object);
        objects.put(key, stored);
        tell(new Change(version, type, key, stored));
        return stored;
    }

    /** The object with the next version. */
    private ObjectNode numbered(ObjectNode object) {
        version++;
        ObjectNode metadata = ((ObjectNode) object.get("metadata")).deepCopy();
        ObjectNode numbered = Json.merge(object, Json.object());
        numbered.set("metadata", metadata.put("resourceVersion", Long.toString(version)));
        return numbered;
    }

    synchronized Optional<ObjectNode> get(Key key) {
        return Optional.ofNullable(objects.get(key));
    }

    synchronized List<ObjectNode> list(Resource resource, String namespace) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().isIn(resource, namespace))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Removes an object; returns whether it was there. */
    synchronized boolean delete(Key key) {
        ObjectNode last = objects.remove(key);
        if (last != null) {
            ObjectNode gone = numbered(last);
            tell(new Change(version, "DELETED", key, gone));
        }
        return last != null;
    }

    private void tell(Change change) {
        changes.add(change);
        while (changes.size() > REMEMBERED) {
            forgotten = changes.remove().version();
        }
        listeners.forEach(listener -> listener.changed(change));
    }

    /** The number of the last change. */
    synchronized long version() {
        return version;
    }

    /** Hands on what has changed since, and then every change; what is forgotten is 410 Gone. */
    synchronized void follow(long wanted, Listener listener) {
        if (wanted < forgotten) {
            throw ApiException.expired(wanted, forgotten);
        }
        changes.stream().filter(change -> change.version() > wanted).forEach(listener::changed);
        listeners.add(listener);
    }

    void listen(Listener listener) {
        listeners.add(listener);
    }

    void leave(Listener listener) {
        listeners.remove(listener);
    }

    /** Forgets the past, as etcd does every five minutes. */
    synchronized void compact() {
        changes.clear();
        version++;
        forgotten = version;
    }
}
