package io.trawl.source.snowflake;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.source.kit.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** What a table or view is, by a row of SHOW. */
final class ShownKind {

    private static final List<Kind> VIEWS =
            Arrays.stream(Kind.values()).filter(Kind::isView).toList();

    private ShownKind() {}

    /**
     * By a row of SHOW TABLES. Hybrid and event tables are regular ones to OpenMetadata.
     *
     * @see <a href="https://docs.snowflake.com/en/sql-reference/sql/show-tables">SHOW TABLES</a>
     */
    static Kind ofTable(ResultSet row) throws SQLException {
        if (ShowRow.isTrue(row, "is_external")) {
            return Kind.EXTERNAL_TABLE;
        }
        if (ShowRow.isTrue(row, "is_dynamic")) {
            return Kind.DYNAMIC_TABLE;
        }
        if (ShowRow.isTrue(row, "is_iceberg")) {
            return Kind.ICEBERG_TABLE;
        }
        return "TRANSIENT".equals(ShowRow.text(row, "kind")) ? Kind.TRANSIENT_TABLE : Kind.TABLE;
    }

    /**
     * By a row of SHOW VIEWS.
     *
     * @see <a href="https://docs.snowflake.com/en/sql-reference/sql/show-views">SHOW VIEWS</a>
     */
    static Kind ofView(ResultSet row) throws SQLException {
        if (ShowRow.isTrue(row, "is_materialized")) {
            return Kind.MATERIALIZED_VIEW;
        }
        return ShowRow.isTrue(row, "is_secure") ? Kind.SECURE_VIEW : Kind.VIEW;
    }

    /** Whether a listing says that an entity is a view of any kind. */
    static boolean isOfView(EntityDescriptor descriptor) {
        return VIEWS.stream().anyMatch(kind -> kind.isOf(descriptor));
    }
}
