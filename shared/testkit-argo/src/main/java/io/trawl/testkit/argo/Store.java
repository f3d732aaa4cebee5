package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The objects, as etcd keeps them: each change has a number, the resource version, and the last changes are remembered for
 * those who watch. An object that is in here is never modified; a change puts another one in its place.
 */
public final class Store {

    /** How many changes a watch may be behind. */
    private static final int REMEMBERED = 100;

    /** Where an object is. */
    record Key(Resource resource, String namespace, String name) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            return toString().compareTo(other.toString());
        }
    }

    /** That an object was ADDED, MODIFIED or DELETED. */
    record Change(long version, String type, Key key, ObjectNode object) {}

    /** Is told of every change, in their order, by the thread that makes it; must not wait. */
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
        ObjectNode created = object.deepCopy();
        ObjectNode metadata = (ObjectNode) created.get("metadata");
        metadata.put("name", key.name()).put("namespace", key.namespace());
        metadata.put("uid", UUID.randomUUID().toString()).put("generation", 1);
        metadata.put(
                "creationTimestamp",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return put("ADDED", key, created);
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
        if (after.equals(before)) {
            return Optional.of(before);
        }
        ObjectNode copy = Json.merge(after, Json.object());
        ObjectNode metadata = ((ObjectNode) after.get("metadata")).deepCopy();
        if (!Objects.equals(after.get("spec"), before.get("spec"))) {
            metadata.put("generation", metadata.path("generation").asLong() + 1);
        }
        copy.set("metadata", metadata);
        return Optional.of(put("MODIFIED", key, copy));
    }

    private ObjectNode put(String type, Key key, ObjectNode object) {
        version++;
        ((ObjectNode) object.get("metadata")).put("resourceVersion", Long.toString(version));
        objects.put(key, object);
        tell(new Change(version, type, key, object));
        return object;
    }

    synchronized Optional<ObjectNode> get(Key key) {
        return Optional.ofNullable(objects.get(key));
    }

    synchronized List<ObjectNode> list(Resource resource, String namespace) {
        return objects.entrySet().stream()
                .filter(entry -> in(entry.getKey(), resource, namespace))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Where objects are that pass a test. */
    synchronized List<Key> keys(Resource resource, String namespace, Predicate<? super ObjectNode> test) {
        return objects.entrySet().stream()
                .filter(entry -> in(entry.getKey(), resource, namespace) && test.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Removes an object; returns whether it was there. */
    synchronized boolean delete(Key key) {
        ObjectNode last = objects.remove(key);
        if (last == null) {
            return false;
        }
        version++;
        ObjectNode gone = Json.merge(last, Json.object());
        JsonNode metadata =
                ((ObjectNode) last.get("metadata").deepCopy()).put("resourceVersion", Long.toString(version));
        gone.set("metadata", metadata);
        tell(new Change(version, "DELETED", key, gone));
        return true;
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

    /** What has changed since; what is forgotten is 410 Gone. */
    synchronized List<Change> since(long wanted, Resource resource, String namespace) {
        if (wanted < forgotten) {
            throw ApiException.expired(wanted, forgotten);
        }
        return new ArrayList<>(changes)
                .stream()
                        .filter(change -> change.version() > wanted && in(change.key(), resource, namespace))
                        .toList();
    }

    /** Tells what has changed since, and then every change. */
    synchronized void follow(long wanted, Resource resource, String namespace, Listener listener) {
        since(wanted, resource, namespace).forEach(listener::changed);
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

    /** @param namespace null for all */
    private static boolean in(Key key, Resource resource, String namespace) {
        return key.resource() == resource
                && (namespace == null || key.namespace().equals(namespace));
    }
}
