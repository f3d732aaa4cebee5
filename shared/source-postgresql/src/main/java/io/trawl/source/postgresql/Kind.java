package io.trawl.source.postgresql;

import io.trawl.api.model.EntityType;
import io.trawl.api.workflow.DatabaseMetadata;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What an entity is in the catalog: a relation's {@code relkind} or a routine's {@code prokind}. */
enum Kind {
    TABLE(EntityType.TABLE, "r", "Regular"),
    PARTITIONED_TABLE(EntityType.TABLE, "p", "Partitioned"),
    FOREIGN_TABLE(EntityType.TABLE, "f", "Foreign"),
    VIEW(EntityType.TABLE, "v", "View"),
    MATERIALIZED_VIEW(EntityType.TABLE, "m", "MaterializedView"),
    FUNCTION(EntityType.STORED_PROCEDURE, "f", "Function"),
    PROCEDURE(EntityType.STORED_PROCEDURE, "p", "StoredProcedure");

    private static final Set<Kind> VIEWS = EnumSet.of(VIEW, MATERIALIZED_VIEW);

    private final EntityType type;
    private final String code;
    private final String catalogName;

    Kind(EntityType type, String code, String catalogName) {
        this.type = type;
        this.code = code;
        this.catalogName = catalogName;
    }

    /** The letter in {@code relkind} or {@code prokind}. */
    String code() {
        return code;
    }

    /** OpenMetadata's tableType or storedProcedureType. */
    String catalogName() {
        return catalogName;
    }

    boolean isView() {
        return VIEWS.contains(this);
    }

    /** Every kind of a type. */
    static Set<Kind> of(EntityType type) {
        Set<Kind> kinds = EnumSet.allOf(Kind.class);
        kinds.removeIf(kind -> kind.type != type);
        return kinds;
    }

    /** The kinds of a type that the workflow includes. */
    static Set<Kind> of(EntityType type, DatabaseMetadata metadata) {
        Set<Kind> kinds = of(type);
        kinds.removeIf(kind -> kind.type == EntityType.STORED_PROCEDURE
                ? !metadata.includeStoredProcedures()
                : kind.isView() ? !metadata.includeViews() : !metadata.includeTables());
        return kinds;
    }

    /**
     * The kind a letter stands for.
     *
     * @throws IllegalArgumentException if the SQL let another one through
     */
    static Kind of(EntityType type, String code) {
        return Arrays.stream(values())
                .filter(kind -> kind.type == type && kind.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("kind: '" + code + "' is not one of " + of(type)));
    }
}
