package io.trawl.testkit.snowflake.answer;

import io.trawl.testkit.snowflake.answer.SelectAnswers.In;
import io.trawl.testkit.snowflake.model.Key;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import java.util.stream.Stream;

/** INFORMATION_SCHEMA.TABLES, VIEWS and TABLE_CONSTRAINTS (docs.snowflake.com/en/sql-reference/info-schema/...). */
final class TableViews {

    record Row(In in, Table table) {}

    record Constraint(In in, Table table, String name, String type, String comment) {}

    static final View<Row> TABLES = new View<Row>()
            .text("TABLE_CATALOG", row -> row.in().database().name())
            .text("TABLE_SCHEMA", row -> row.in().schema().name())
            .text("TABLE_NAME", row -> row.table().name())
            .text("TABLE_OWNER", row -> row.table().owner())
            .text("TABLE_TYPE", row -> row.table().kind().tableType)
            .text("IS_TRANSIENT", row -> is(row, TableKind.TRANSIENT))
            .text("CLUSTERING_KEY", row -> row.table().clusterBy())
            .number("ROW_COUNT", row -> row.table().kind() == TableKind.VIEW ? null : 1_000)
            .number("BYTES", row -> row.table().kind() == TableKind.VIEW ? null : 65_536)
            .number("RETENTION_TIME", row -> 1)
            .empty("SELF_REFERENCING_COLUMN_NAME", "REFERENCE_GENERATION", "USER_DEFINED_TYPE_CATALOG")
            .empty("USER_DEFINED_TYPE_SCHEMA", "USER_DEFINED_TYPE_NAME")
            .text("IS_INSERTABLE_INTO", row -> row.table().kind().isView() ? "NO" : "YES")
            .text("IS_TYPED", row -> "NO")
            .empty("COMMIT_ACTION")
            .time("CREATED", row -> row.table().created())
            .time("LAST_ALTERED", row -> row.table().lastAltered())
            .time("LAST_DDL", row -> row.table().lastAltered())
            .text("LAST_DDL_BY", row -> "ADMIN")
            .text("AUTO_CLUSTERING_ON", row -> row.table().clusterBy() == null ? "NO" : "YES")
            .text("COMMENT", row -> row.table().comment())
            .text("IS_TEMPORARY", row -> is(row, TableKind.TEMPORARY))
            .text("IS_ICEBERG", row -> is(row, TableKind.ICEBERG))
            .text("IS_DYNAMIC", row -> is(row, TableKind.DYNAMIC))
            .text("IS_IMMUTABLE", row -> "NO")
            .text("IS_HYBRID", row -> is(row, TableKind.HYBRID));

    static final View<Row> VIEWS = new View<Row>()
            .text("TABLE_CATALOG", row -> row.in().database().name())
            .text("TABLE_SCHEMA", row -> row.in().schema().name())
            .text("TABLE_NAME", row -> row.table().name())
            .text("TABLE_OWNER", row -> row.table().owner())
            // Null for those who do not own the view (DataHub #14444).
            .text(
                    "VIEW_DEFINITION",
                    row -> row.in().role().equals(row.table().owner())
                            ? row.table().text()
                            : null)
            .text("CHECK_OPTION", row -> "NONE")
            .text("IS_UPDATABLE", row -> "NO")
            .text("INSERTABLE_INTO", row -> "NO")
            .text("IS_SECURE", row -> row.table().secure() ? "YES" : "NO")
            .time("CREATED", row -> row.table().created())
            .time("LAST_ALTERED", row -> row.table().lastAltered())
            .time("LAST_DDL", row -> row.table().lastAltered())
            .text("COMMENT", row -> row.table().comment());

    static final View<Constraint> CONSTRAINTS = new View<Constraint>()
            .text("CONSTRAINT_CATALOG", row -> row.in().database().name())
            .text("CONSTRAINT_SCHEMA", row -> row.in().schema().name())
            .text("CONSTRAINT_NAME", Constraint::name)
            .text("TABLE_CATALOG", row -> row.in().database().name())
            .text("TABLE_SCHEMA", row -> row.in().schema().name())
            .text("TABLE_NAME", row -> row.table().name())
            .text("CONSTRAINT_TYPE", Constraint::type)
            .text("IS_DEFERRABLE", row -> "NO")
            .text("INITIALLY_DEFERRED", row -> "NO")
            .text("ENFORCED", row -> row.table().kind() == TableKind.HYBRID ? "YES" : "NO")
            .text("COMMENT", Constraint::comment)
            .time("CREATED", row -> row.table().created())
            .time("LAST_ALTERED", row -> row.table().lastAltered())
            .text("RELY", row -> "NO");

    private TableViews() {}

    private static String is(Row row, TableKind kind) {
        return row.table().kind() == kind ? "YES" : "NO";
    }

    static Stream<Row> tables(In in) {
        return in.schema().tables().stream().map(table -> new Row(in, table));
    }

    static Stream<Row> views(In in) {
        return tables(in).filter(row -> row.table().kind().isView());
    }

    static Stream<Constraint> constraints(In in) {
        return in.schema().tables().stream()
                .flatMap(table -> Stream.concat(
                        table.keys().stream().map(key -> constraint(in, table, key)),
                        table.foreignKeys().stream()
                                .map(key -> new Constraint(in, table, key.constraint(), "FOREIGN KEY", null))));
    }

    private static Constraint constraint(In in, Table table, Key key) {
        return new Constraint(in, table, key.constraint(), key.primary() ? "PRIMARY KEY" : "UNIQUE", key.comment());
    }
}
