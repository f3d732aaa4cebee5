package io.trawl.ledger.postgresql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.Map;

/** A descriptor's metadata as JSON. */
final class Metadata {

    private static final ObjectWriter WRITER = new ObjectMapper().writer();
    private static final ObjectReader READER =
            new ObjectMapper().readerFor(new TypeReference<Map<String, String>>() {});

    private Metadata() {}

    static String write(Map<String, String> metadata) {
        try {
            return WRITER.writeValueAsString(metadata);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("metadata: " + e.getOriginalMessage(), e);
        }
    }

    static Map<String, String> read(String json) {
        try {
            return READER.readValue(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("metadata in the ledger: " + e.getOriginalMessage(), e);
        }
    }
}
