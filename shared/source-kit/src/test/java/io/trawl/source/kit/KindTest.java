package io.trawl.source.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.Scope;
import io.trawl.api.workflow.DatabaseMetadata;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KindTest {

    /** The tableType of OpenMetadata 2.0 (entity/data/table.json), but for Local, which no source has. */
    @Test
    void everyTableTypeOfOpenMetadataHasAKind() {
        assertThat(Arrays.stream(Kind.values()).map(Kind::catalogName))
                .contains(
                        "Regular",
                        "External",
                        "Dynamic",
                        "View",
                        "SecureView",
                        "MaterializedView",
                        "Iceberg",
                        "Partitioned",
                        "Foreign",
                        "Transient",
                        "Stream",
                        "Stage",
                        "SemanticView");
    }

    @Test
    void viewsAreIncludedWithViewsAndEverythingElseWithTables() {
        ListRequest request = new ListRequest(EntityType.TABLE, false, new Scope("d", List.of("s")), null, 1, false);
        assertThat(Kind.of(request, metadata(false, true)))
                .containsExactlyInAnyOrder(Kind.VIEW, Kind.SECURE_VIEW, Kind.MATERIALIZED_VIEW);
        assertThat(Kind.of(request, metadata(true, false)))
                .contains(Kind.TRANSIENT_TABLE, Kind.DYNAMIC_TABLE, Kind.ICEBERG_TABLE)
                .contains(Kind.STREAM, Kind.STAGE, Kind.SEMANTIC_VIEW)
                .doesNotContain(Kind.VIEW, Kind.SECURE_VIEW, Kind.MATERIALIZED_VIEW, Kind.PROCEDURE);
    }

    private static DatabaseMetadata metadata(boolean tables, boolean views) {
        return new DatabaseMetadata(
                true, true, false, false, tables, views, true, true, false, false, false, false, null, null, null, null,
                1, null);
    }
}
