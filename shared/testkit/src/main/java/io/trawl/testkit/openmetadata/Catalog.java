package io.trawl.testkit.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** What the contract server holds. Safe for use by several threads; writes to one name are one after the other. */
final class Catalog {

    private record Place(Kind kind, String fqn) {}

    private final Map<Kind, NavigableMap<String, StoredEntity>> byFqn = new EnumMap<>(Kind.class);
    private final Map<Place, NavigableSet<String>> children = new ConcurrentHashMap<>();
    private final Map<UUID, Place> byId = new ConcurrentHashMap<>();
    private final List<Denial> denials = new CopyOnWriteArrayList<>();
    private final Object[] locks = new Object[64];

    /** What a test has told the server to refuse. */
    private record Denial(Kind kind, Predicate<String> fqn, int status) {}

    Catalog() {
        for (Kind kind : Kind.values()) {
            byFqn.put(kind, new ConcurrentSkipListMap<>());
        }
        Arrays.setAll(locks, i -> new Object());
    }

    /** What a PUT did. */
    record Put(StoredEntity entity, boolean created) {}

    /** Creates or updates; what was deleted is restored by it. */
    Put put(Kind kind, ObjectNode request, boolean byBot, boolean skipSameHash) throws Refusal {
        String parent = parentFqn(kind, request);
        String fqn = Names.child(parent, request.path("name").asText());
        if (byBot) {
            checkDenied(kind, fqn);
        }
        checkReferences(kind, parent, request);
        synchronized (lock(fqn)) {
            StoredEntity stored = byFqn.get(kind).get(fqn);
            if (stored == null) {
                StoredEntity created = new StoredEntity(
                        kind.type, fqn, UUID.randomUUID(), parent, StoredEntity.bytes(request), false, 1, 1);
                store(kind, created);
                return new Put(created, true);
            }
            return new Put(update(kind, stored, request, byBot, skipSameHash), false);
        }
    }

    private StoredEntity update(
            Kind kind, StoredEntity stored, ObjectNode request, boolean byBot, boolean skipSameHash) {
        ObjectNode before = stored.document();
        String hash = request.path("sourceHash").asText("");
        if (skipSameHash
                && !stored.deleted()
                && !hash.isEmpty()
                && hash.equals(before.path("sourceHash").asText())) {
            return store(kind, stored.written(stored.json(), false));
        }
        if (byBot) {
            BotRule.apply(before, request);
        }
        boolean changed = stored.deleted() || !before.equals(request);
        return store(kind, stored.written(changed ? StoredEntity.bytes(request) : stored.json(), changed));
    }

    /** From now on, what matches is answered with this status. */
    void deny(Kind kind, Predicate<String> fqn, int status) {
        denials.add(new Denial(kind, fqn, status));
    }

    void allowAll() {
        denials.clear();
    }

    private void checkDenied(Kind kind, String fqn) throws Refusal {
        for (Denial denial : denials) {
            if (denial.kind() == kind && denial.fqn().test(fqn)) {
                throw Refusal.of(denial.status(), kind.type + " " + fqn + " is refused on demand");
            }
        }
    }

    /**
     * A parent that does not exist is 404, and so is a table that a foreign key refers to, or a tag that the entity or a
     * column carries (open-metadata/OpenMetadata #7981).
     */
    private void checkReferences(Kind kind, String parent, JsonNode request) throws Refusal {
        if (parent != null && live(kind.parent(), parent) == null) {
            throw Refusal.of(404, kind.parent().type + " instance for " + parent + " not found");
        }
        checkTags(request);
        for (JsonNode constraint : request.path("tableConstraints")) {
            for (JsonNode column : constraint.path("referredColumns")) {
                String table = Names.parent(column.asText());
                if (table == null || live(Kind.TABLE, table) == null) {
                    throw Refusal.of(404, "table instance for " + table + " not found");
                }
            }
        }
    }

    private void checkTags(JsonNode entity) throws Refusal {
        for (JsonNode tag : entity.path("tags")) {
            String fqn = tag.path("tagFQN").asText();
            if (tag.path("source").asText().equals("Classification") && live(Kind.TAG, fqn) == null) {
                throw Refusal.of(404, "tag instance for " + fqn + " not found");
            }
        }
        for (String children : List.of("columns", "children")) {
            for (JsonNode child : entity.path(children)) {
                checkTags(child);
            }
        }
    }

    StoredEntity patch(StoredEntity known, JsonNode patch) throws Refusal {
        synchronized (lock(known.fqn())) {
            Kind kind = Kind.of(known.type());
            StoredEntity stored = byFqn.get(kind).get(known.fqn());
            ObjectNode document = stored.document();
            JsonPatch.apply(document, patch);
            return store(kind, stored.patched(StoredEntity.bytes(document)));
        }
    }

    /** Soft delete; what lies below goes with it, or else is in the way. */
    void delete(StoredEntity entity, boolean recursive) throws Refusal {
        Kind kind = Kind.of(entity.type());
        for (Kind below : Kind.values()) {
            if (below.parent() != kind) {
                continue;
            }
            for (StoredEntity child : children(below, entity.fqn())) {
                if (!child.deleted() && !recursive) {
                    throw Refusal.invalid(entity.type() + " is not empty");
                }
                delete(child, true);
            }
        }
        setDeleted(entity, true);
    }

    void setDeleted(StoredEntity entity, boolean deleted) {
        synchronized (lock(entity.fqn())) {
            Kind kind = Kind.of(entity.type());
            store(kind, byFqn.get(kind).get(entity.fqn()).withDeleted(deleted));
        }
    }

    StoredEntity find(Kind kind, String fqn) {
        return byFqn.get(kind).get(fqn);
    }

    StoredEntity byId(String id) {
        try {
            Place place = byId.get(UUID.fromString(id));
            return place == null ? null : find(place.kind(), place.fqn());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    Collection<StoredEntity> all(Kind kind) {
        return byFqn.get(kind).values();
    }

    /** The children of a parent in the order of their names. */
    Collection<StoredEntity> children(Kind kind, String parent) {
        return children.getOrDefault(new Place(kind, parent), Collections.emptyNavigableSet()).stream()
                .map(fqn -> find(kind, fqn))
                .toList();
    }

    private StoredEntity live(Kind kind, String fqn) {
        StoredEntity entity = find(kind, fqn);
        return entity == null || entity.deleted() ? null : entity;
    }

    private StoredEntity store(Kind kind, StoredEntity entity) {
        byFqn.get(kind).put(entity.fqn(), entity);
        byId.put(entity.id(), new Place(kind, entity.fqn()));
        if (entity.parentFqn() != null) {
            children.computeIfAbsent(new Place(kind, entity.parentFqn()), key -> new ConcurrentSkipListSet<>())
                    .add(entity.fqn());
        }
        return entity;
    }

    private static String parentFqn(Kind kind, JsonNode request) throws Refusal {
        if (kind.parentField == null) {
            return null;
        }
        String parent = request.path(kind.parentField).asText("");
        // A tag may name a parent tag instead; this server knows one level of tags.
        if (parent.isEmpty()) {
            throw Refusal.invalid(kind.parentField + ": must not be null");
        }
        return parent;
    }

    private Object lock(String fqn) {
        return locks[Math.floorMod(fqn.hashCode(), locks.length)];
    }
}
