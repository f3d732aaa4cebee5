package io.trawl.source.redshift;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.source.kit.Descriptors;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What an entity is in the catalog. */
enum Kind {
    TABLE(EntityType.TABLE, "Regular"),
    EXTERNAL_TABLE(EntityType.TABLE, "External"),
    VIEW(EntityType.TABLE, "View"),
    MATERIALIZED_VIEW(EntityType.TABLE, "MaterializedView"),
    FUNCTION(EntityType.STORED_PROCEDURE, "UDF"),
    PROCEDURE(EntityType.STORED_PROCEDURE, "StoredProcedure");

    private final EntityType type;
    private final String catalogName;

    Kind(EntityType type, String catalogName) {
        this.type = type;
        this.catalogName = catalogName;
    }

    /** OpenMetadata's tableType or storedProcedureType. */
    String catalogName() {
        return catalogName;
    }

    /** Whether a listing says that a descriptor is of this kind. */
    boolean isOf(EntityDescriptor descriptor) {
        return catalogName.equals(descriptor.metadata().get(Descriptors.KIND));
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
        kinds.removeIf(kind -> switch (kind) {
            case TABLE, EXTERNAL_TABLE -> !metadata.includeTables();
            case VIEW, MATERIALIZED_VIEW -> !metadata.includeViews();
            case FUNCTION, PROCEDURE -> !metadata.includeStoredProcedures();
        });
        return kinds;
    }

    /** What a {@code table_type} of the system views of all databases stands for, whose spelling differs from cluster to cluster. */
    static Kind ofShared(String tableType) {
        String type = tableType == null ? "" : tableType.toLowerCase(Locale.ROOT);
        if (type.contains("view")) {
            return type.contains("materialized") ? MATERIALIZED_VIEW : VIEW;
        }
        return type.contains("external") ? EXTERNAL_TABLE : TABLE;
    }

    /** What a {@code prokind} stands for. */
    static Kind ofRoutine(String prokind) {
        return prokind.equals("p") ? PROCEDURE : FUNCTION;
    }
}
