package io.trawl.ledger.postgresql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;

/** Formats texts and numbers for messages and columns. */
final class Texts {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> MAP = new TypeReference<>() {};

    private Texts() {}

    /** For example {@code 2 s}. */
    static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }

    /** PostgreSQL's text holds every character but U+0000. */
    static String storable(String text) {
        return text == null ? null : text.replace('\0', '\uFFFD');
    }

    static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    static Duration ofMicros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }

    /** A descriptor's metadata as JSON. */
    static String json(Map<String, String> metadata) {
        try {
            return JSON.writeValueAsString(metadata);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("metadata: " + e.getOriginalMessage(), e);
        }
    }

    static Map<String, String> map(String json) {
        try {
            return JSON.readValue(json, MAP);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("metadata in the ledger: " + e.getOriginalMessage(), e);
        }
    }
}
