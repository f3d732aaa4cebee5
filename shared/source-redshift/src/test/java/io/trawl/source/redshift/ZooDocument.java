package io.trawl.source.redshift;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.ReadResult;
import io.trawl.api.source.DiscoverableSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** All that a source says of a server, as one JSON document that can be compared. */
final class ZooDocument {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private ZooDocument() {}

    static String of(DiscoverableSource source) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("hierarchy", source.discoverHierarchy());
        for (EntityType type : new EntityType[] {EntityType.TABLE, EntityType.STORED_PROCEDURE}) {
            Map<String, Object> entities = new TreeMap<>();
            for (ReadResult result : TestSource.read(source, TestSource.listAll(source, type))) {
                entities.put(
                        result.descriptor().id(),
                        result instanceof ReadResult.Read read ? read.entity() : failure(result));
            }
            document.put(type.wireName(), entities);
        }
        try {
            return JSON.writeValueAsString(document) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without the descriptor, whose oid differs from server to server. */
    private static String failure(ReadResult result) {
        return result instanceof Outcome.Failed failed ? failed.kind() + ": " + failed.message() : "gone";
    }
}
