package io.trawl.api.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stored procedure or function, as OpenMetadata's CreateStoredProcedureRequest (api/data/createStoredProcedure.json).
 *
 * @param name encoded; carries the argument types if the schema holds several of this name
 * @param displayName null unless the shown name differs
 * @param description the source's comment
 * @param storedProcedureCode language and code
 * @param storedProcedureType {@code StoredProcedure}, {@code Function}, {@code UDF} or {@code StoredPackage}
 * @param owners references to users or teams, resolved by the sink; null if none
 * @param databaseSchema fully qualified name of its schema
 * @param sourceUrl null if the source has no page of its own
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StoredProcedure(
        String name,
        @Nullable String displayName,
        @Nullable String description,
        Code storedProcedureCode,
        String storedProcedureType,
        @Nullable List<Owner> owners,
        String databaseSchema,
        @Nullable String sourceUrl)
        implements Entity {

    public StoredProcedure {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(storedProcedureCode, "storedProcedureCode");
        Objects.requireNonNull(databaseSchema, "databaseSchema");
    }

    /**
     * @param language {@code SQL}, {@code Java}, {@code JavaScript}, {@code Python} or {@code External}
     * @param code the source text; null if the source does not show it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Code(String language, @Nullable String code) {}

    @Override
    public StoredProcedure withOwners(List<Owner> newOwners) {
        return new StoredProcedure(
                name,
                displayName,
                description,
                storedProcedureCode,
                storedProcedureType,
                newOwners,
                databaseSchema,
                sourceUrl);
    }
}
