package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The verbs of the Kubernetes API on the objects, for whoever has been let in: checks, then the store. */
final class Api {

    private final Store store;
    private final Gate gate;
    private final Admission admission;

    Api(Store store, Gate gate, Admission admission) {
        this.store = store;
        this.gate = gate;
        this.admission = admission;
    }

    Store store() {
        return store;
    }

    Gate gate() {
        return gate;
    }

    Admission admission() {
        return admission;
    }

    ObjectNode create(Resource resource, String namespace, ObjectNode object) {
        ObjectNode mine = object.deepCopy();
        gate.check("create", resource, namespace, mine.at("/metadata/name").textValue());
        String name = admission.name(resource, mine);
        admission.check(resource, namespace, name, mine);
        return store.create(new Store.Key(resource, namespace, name), mine);
    }

    ObjectNode get(Resource resource, String namespace, String name) {
        gate.check("get", resource, namespace, name);
        return store.get(new Store.Key(resource, namespace, name)).orElseThrow(() -> missing(resource, name));
    }

    /** The list object, with the version from which a watch goes on. */
    ObjectNode list(Resource resource, String namespace, Selector selector) {
        gate.check("list", resource, namespace, null);
        synchronized (store) {
            List<ObjectNode> items =
                    store.list(resource, namespace).stream().filter(selector).toList();
            ObjectNode list = Json.object();
            list.put("apiVersion", Resource.API_VERSION).put("kind", resource.kind() + "List");
            list.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
            list.putArray("items").addAll(items);
            return list;
        }
    }

    /** PUT: the whole object, with the resource version that was read. */
    ObjectNode replace(Resource resource, String namespace, String name, ObjectNode object) {
        gate.check("update", resource, namespace, name);
        admission.check(resource, namespace, name, object);
        String version = object.at("/metadata/resourceVersion").asText();
        if (version.isEmpty()) {
            throw ApiException.invalid(
                    resource, name, "metadata.resourceVersion: Invalid value: 0x0: must be specified for an update");
        }
        return store.update(new Store.Key(resource, namespace, name), before -> {
                    if (!before.at("/metadata/resourceVersion").asText().equals(version)) {
                        throw ApiException.conflict(resource, name);
                    }
                    return kept(before, object);
                })
                .orElseThrow(() -> missing(resource, name));
    }

    /** PATCH with a merge patch; a resource version in it must be the object's. */
    ObjectNode patch(Resource resource, String namespace, String name, ObjectNode patch) {
        gate.check("patch", resource, namespace, name);
        return store.update(new Store.Key(resource, namespace, name), before -> {
                    String version = patch.at("/metadata/resourceVersion").asText();
                    if (!version.isEmpty()
                            && !version.equals(
                                    before.at("/metadata/resourceVersion").asText())) {
                        throw ApiException.conflict(resource, name);
                    }
                    ObjectNode after = kept(before, Json.merge(before, patch));
                    admission.check(resource, namespace, name, after);
                    return after;
                })
                .orElseThrow(() -> missing(resource, name));
    }

    void delete(Resource resource, String namespace, String name) {
        gate.check("delete", resource, namespace, name);
        if (!store.delete(new Store.Key(resource, namespace, name))) {
            throw missing(resource, name);
        }
    }

    /** What a client cannot change. */
    private static ObjectNode kept(ObjectNode before, ObjectNode after) {
        ObjectNode result = Json.merge(after, Json.object());
        ObjectNode metadata = ((ObjectNode) after.get("metadata")).deepCopy();
        for (String field : List.of("name", "namespace", "uid", "creationTimestamp", "generation", "resourceVersion")) {
            metadata.set(field, before.get("metadata").get(field));
        }
        result.set("metadata", metadata);
        return result;
    }

    private static ApiException missing(Resource resource, String name) {
        return ApiException.notFound(resource.qualified(), name);
    }
}
