package io.trawl.source.kit;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.workflow.DatabaseMetadata;
import java.util.EnumSet;
import java.util.Set;

/**
 * What an entity is, as OpenMetadata's tableType and storedProcedureType know it. Streams, stages and semantic views are included
 * with tables, not with views, as in OpenMetadata's own connector. OpenMetadata has {@link #SEMANTIC_VIEW} since 2.0, all others
 * in 1.13.
 */
public enum Kind {
    TABLE(EntityType.TABLE, "Regular"),
    PARTITIONED_TABLE(EntityType.TABLE, "Partitioned"),
    FOREIGN_TABLE(EntityType.TABLE, "Foreign"),
    EXTERNAL_TABLE(EntityType.TABLE, "External"),
    TRANSIENT_TABLE(EntityType.TABLE, "Transient"),
    DYNAMIC_TABLE(EntityType.TABLE, "Dynamic"),
    ICEBERG_TABLE(EntityType.TABLE, "Iceberg"),
    STREAM(EntityType.TABLE, "Stream"),
    STAGE(EntityType.TABLE, "Stage"),
    SEMANTIC_VIEW(EntityType.TABLE, "SemanticView"),
    VIEW(EntityType.TABLE, "View"),
    SECURE_VIEW(EntityType.TABLE, "SecureView"),
    MATERIALIZED_VIEW(EntityType.TABLE, "MaterializedView"),
    FUNCTION(EntityType.STORED_PROCEDURE, "Function"),
    UDF(EntityType.STORED_PROCEDURE, "UDF"),
    PROCEDURE(EntityType.STORED_PROCEDURE, "StoredProcedure");

    private final EntityType type;
    private final String catalogName;

    Kind(EntityType type, String catalogName) {
        this.type = type;
        this.catalogName = catalogName;
    }

    /** OpenMetadata's tableType or storedProcedureType. */
    public String catalogName() {
        return catalogName;
    }

    /** Whether it is a view over tables, secure or materialized or neither. */
    public boolean isView() {
        return this == VIEW || this == SECURE_VIEW || this == MATERIALIZED_VIEW;
    }

    /** Whether a listing says that a descriptor is of this kind. */
    public boolean isOf(EntityDescriptor descriptor) {
        return catalogName.equals(descriptor.metadata().get(Descriptors.KIND));
    }

    /** The kinds that a listing is asked for, whether or not its source has them; empty if the workflow includes none. */
    public static Set<Kind> of(ListRequest request, DatabaseMetadata metadata) {
        Set<Kind> kinds = EnumSet.allOf(Kind.class);
        kinds.removeIf(kind -> kind.type != request.type() || !request.everyKind() && !kind.isIncluded(metadata));
        return kinds;
    }

    private boolean isIncluded(DatabaseMetadata metadata) {
        if (type == EntityType.STORED_PROCEDURE) {
            return metadata.includeStoredProcedures();
        }
        return isView() ? metadata.includeViews() : metadata.includeTables();
    }
}
