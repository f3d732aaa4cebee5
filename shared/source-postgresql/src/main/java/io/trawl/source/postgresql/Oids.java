package io.trawl.source.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.source.postgresqlfamily.Oid;
import java.util.List;

/** Oids as one parameter of a statement. */
record Oids(List<Long> oids) {

    /** Of the entities of a batch. */
    static Oids of(List<EntityDescriptor> batch) {
        return new Oids(batch.stream().map(Oid::of).toList());
    }
}
