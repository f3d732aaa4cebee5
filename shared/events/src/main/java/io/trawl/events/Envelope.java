package io.trawl.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/**
 * A CloudEvent 1.0 in its structured JSON form.
 *
 * @param specVersion always {@code 1.0}
 * @param id see {@link Events#id}
 * @param source see {@link Events#source}
 * @param type one of the types in {@link Events}
 * @param dataContentType always {@code application/json}
 * @param time when it happened
 * @param data what happened
 */
public record Envelope<T>(
        @JsonProperty("specversion") String specVersion,
        String id,
        String source,
        String type,
        @JsonProperty("datacontenttype") String dataContentType,
        Instant time,
        T data) {

    /** An entity was discovered that is in no ledger. */
    public static Envelope<EntityDiscovered> of(EntityDiscovered data, Instant time) {
        return new Envelope<>(
                "1.0",
                Events.id(
                        Events.ENTITY_DISCOVERED,
                        data.run(),
                        data.entities().get(0).type(),
                        data.entities().get(0).id()),
                Events.source(data.workflow(), data.run()),
                Events.ENTITY_DISCOVERED,
                "application/json",
                time,
                data);
    }
}
