package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The verbs of the Kubernetes API that Trawl uses, for a caller that has been identified: checks, then the store. */
record Api(Store store, Gate gate, Admission admission) {

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

    /** The list object, with the version at which a watch may begin. */
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

    /** PATCH with a merge patch. */
    ObjectNode patch(Resource resource, String namespace, String name, ObjectNode patch) {
        gate.check("patch", resource, namespace, name);
        return store.update(new Store.Key(resource, namespace, name), before -> {
                    ObjectNode after = kept(before, Json.merge(before, patch));
                    admission.check(resource, namespace, name, after);
                    return after;
                })
                .orElseThrow(() -> missing(resource, name));
    }

    /** What a client cannot change. */
    private static ObjectNode kept(ObjectNode before, ObjectNode after) {
        ObjectNode metadata = ((ObjectNode) after.get("metadata")).deepCopy();
        for (String field : List.of("name", "namespace", "uid", "creationTimestamp", "resourceVersion")) {
            metadata.set(field, before.get("metadata").get(field));
        }
        after.set("metadata", metadata);
        return after;
    }

    private static ApiException missing(Resource resource, String name) {
        return ApiException.notFound(resource.qualified(), name);
    }
}
