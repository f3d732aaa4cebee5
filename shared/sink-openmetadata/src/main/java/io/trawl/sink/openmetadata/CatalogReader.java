package io.trawl.sink.openmetadata;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Owner;
import io.trawl.http.Http;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Asks what the catalog holds already. Answers about foreign tables and owners are kept for the run. */
final class CatalogReader {

    /** With more tables of one schema than this, reading the list of its tables costs less than asking for each. */
    private static final int WORTH_A_LIST = 20;

    private final Client client;
    private final Pages pages;
    private final Map<String, Boolean> tables = new ConcurrentHashMap<>();
    private final Map<String, Optional<Owner>> owners = new ConcurrentHashMap<>();

    CatalogReader(Client client, Pages pages) {
        this.client = client;
        this.pages = pages;
    }

    void forEachKnown(EntityType type, String parentFqn, Consumer<String> known) throws ApiException {
        read(type, parentFqn, "", (fqn, entity) -> known.accept(fqn));
    }

    void forEachFingerprint(EntityType type, String schemaFqn, BiConsumer<String, String> held) throws ApiException {
        read(
                type,
                schemaFqn,
                "sourceHash",
                (fqn, entity) -> held.accept(fqn, entity.path("sourceHash").asText(null)));
    }

    private void read(EntityType type, String parentFqn, String fields, BiConsumer<String, JsonNode> known)
            throws ApiException {
        // A name that is missing would be an entity that is missing, so the whole list is in doubt.
        List<String> nameless = new ArrayList<>();
        pages.forEach(Endpoint.of(type), parentFqn, fields, entity -> {
            String fqn = entity.path("fullyQualifiedName").asText("");
            if (fqn.isEmpty()) {
                nameless.add(entity.path("id").asText());
            } else {
                known.accept(fqn, entity);
            }
        });
        if (!nameless.isEmpty()) {
            throw ApiException.of(
                    FailureKind.BUG, "GET " + Endpoint.of(type).path + ": an entry has no fullyQualifiedName");
        }
    }

    Set<String> existingTables(Collection<String> fqns) throws ApiException {
        Map<String, List<String>> unknown = fqns.stream()
                .distinct()
                .filter(fqn -> !tables.containsKey(fqn))
                .collect(Collectors.groupingBy(Endpoint::parentOf));
        for (Map.Entry<String, List<String>> schema : unknown.entrySet()) {
            if (schema.getValue().size() > WORTH_A_LIST) {
                Set<String> wanted = new HashSet<>(schema.getValue());
                forEachKnown(EntityType.TABLE, schema.getKey(), fqn -> {
                    if (wanted.remove(fqn)) {
                        tables.put(fqn, true);
                    }
                });
                wanted.forEach(fqn -> tables.put(fqn, false));
            } else {
                for (String fqn : schema.getValue()) {
                    tables.put(fqn, exists(fqn));
                }
            }
        }
        return fqns.stream().filter(fqn -> tables.getOrDefault(fqn, false)).collect(Collectors.toSet());
    }

    private boolean exists(String fqn) throws ApiException {
        return client.find(Endpoint.TABLE.byName(fqn) + "?include=non-deleted").isPresent();
    }

    Optional<Owner> owner(String name) throws ApiException {
        Optional<Owner> known = owners.get(name);
        if (known != null) {
            return known;
        }
        Optional<Owner> owner = owner("/users/name/", "user", name);
        if (owner.isEmpty()) {
            owner = owner("/teams/name/", "team", name);
        }
        owners.put(name, owner);
        return owner;
    }

    private Optional<Owner> owner(String path, String type, String name) throws ApiException {
        Optional<JsonNode> found = client.find(path + Http.encode(name));
        return found.filter(entity -> entity.hasNonNull("id"))
                .map(entity -> new Owner(entity.path("id").asText(), type, name));
    }

    /**
     * Soft delete.
     *
     * @return whether the server's answer confirms it by name; false if it was gone already, or may have been
     */
    boolean markDeleted(EntityType type, String fqn) throws ApiException {
        Endpoint endpoint = Endpoint.of(type);
        Call call = Call.delete(
                endpoint.byName(fqn) + "?hardDelete=false" + (endpoint.isContainer() ? "&recursive=true" : ""));
        try {
            if (Names.isNamedIn(client.json(call), fqn)) {
                return true;
            }
        } catch (ApiException e) {
            if (e.status == 404) {
                return false;
            }
            throw e;
        }
        if (client.find(endpoint.byName(fqn) + "?include=non-deleted").isPresent()) {
            throw ApiException.of(
                    FailureKind.BUG, call.shown() + ": the server says that it went well, but it is still there");
        }
        return false;
    }
}
