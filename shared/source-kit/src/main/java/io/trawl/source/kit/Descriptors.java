package io.trawl.source.kit;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.util.Sha256;
import java.util.HashMap;
import java.util.Map;

/** Makes the descriptors of one page of a listing. */
public final class Descriptors {

    /** Key of a descriptor's metadata: {@link Kind#catalogName}. */
    public static final String KIND = "kind";

    private final String service;
    private final String database;
    /** A schema's name is one object in all its descriptors: hundreds of thousands of them may be held. */
    private final Map<String, String> schemas = new HashMap<>();

    /** @param service its name */
    public Descriptors(String service, ListRequest request) {
        this.service = service;
        this.database = request.database();
        request.schemas().forEach(schema -> schemas.put(schema, schema));
    }

    /**
     * Of a table or view.
     *
     * @param schema raw name
     * @param name raw name
     * @param more what else finds it again
     * @param cost of reading it
     */
    public EntityDescriptor table(String schema, String name, Kind kind, Map<String, String> more, int cost) {
        String id = Fqn.table(Fqn.of(service, database, schema), name);
        return new EntityDescriptor(id, EntityType.TABLE, metadata(schema, name, kind, more), cost);
    }

    /**
     * Of a procedure or function.
     *
     * @param schema raw name
     * @param name raw name, without arguments
     * @param overload see {@link #routineName}
     * @param more what else finds it again
     * @param characters of its text
     */
    public EntityDescriptor routine(
            String schema, String name, String overload, Kind kind, Map<String, String> more, int characters) {
        String id = Fqn.of(service, database, schema, routineName(name, overload));
        return new EntityDescriptor(
                id, EntityType.STORED_PROCEDURE, metadata(schema, name, kind, more), 3 + characters / 1000);
    }

    private Map<String, String> metadata(String schema, String name, Kind kind, Map<String, String> more) {
        Map<String, String> metadata = new HashMap<>(more);
        metadata.put(EntityDescriptor.DATABASE, database);
        metadata.put(EntityDescriptor.SCHEMA, schemas.getOrDefault(schema, schema));
        metadata.put(EntityDescriptor.NAME, name);
        metadata.put(KIND, kind.catalogName());
        return metadata;
    }

    /** The cost of reading a table or view with so many columns. */
    public static int tableCost(int columns, Kind kind) {
        return 5 + columns + (kind.isView() ? 10 : 0);
    }

    /**
     * The name of a procedure in the catalog. A signature for which there is no room is replaced by its hash, so that
     * overloads with many arguments can be distinguished as well.
     *
     * @param overload the types of its arguments if its schema holds several of this name, else null
     */
    public static String routineName(String name, String overload) {
        if (overload == null) {
            return name;
        }
        String full = name + "(" + overload + ")";
        return Fqn.encode(full).length() <= Fqn.MAX_NAME_LENGTH ? full : name + "(#" + Sha256.hex(overload, 8) + ")";
    }
}
