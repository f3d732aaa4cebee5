package io.trawl.testkit.snowflake.answer;

import io.trawl.testkit.snowflake.answer.SelectAnswers.In;
import io.trawl.testkit.snowflake.model.Column;
import io.trawl.testkit.snowflake.model.ColumnType;
import io.trawl.testkit.snowflake.model.Table;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * INFORMATION_SCHEMA.COLUMNS; columns as docs.snowflake.com/en/sql-reference/info-schema/columns says. The type of what is
 * structured is only a name there: OBJECT, ARRAY, MAP, VECTOR.
 */
final class ColumnView {

    record Row(In in, Table table, Column column, int ordinal) {}

    static final View<Row> VIEW = new View<Row>()
            .text("TABLE_CATALOG", row -> row.in().database().name())
            .text("TABLE_SCHEMA", row -> row.in().schema().name())
            .text("TABLE_NAME", row -> row.table().name())
            .text("COLUMN_NAME", row -> row.column().name())
            .number("ORDINAL_POSITION", row -> row.ordinal())
            .text("COLUMN_DEFAULT", row -> row.column().defaultExpression())
            .text("IS_NULLABLE", row -> row.column().nullable() ? "YES" : "NO")
            .text("DATA_TYPE", type(ColumnType::dataType))
            .number("CHARACTER_MAXIMUM_LENGTH", type(ColumnType::length))
            .number("CHARACTER_OCTET_LENGTH", type(ColumnType::octets))
            .number("NUMERIC_PRECISION", type(ColumnType::precision))
            .number("NUMERIC_PRECISION_RADIX", type(type -> type.precision() == null ? null : 10))
            .number("NUMERIC_SCALE", type(ColumnType::scale))
            .empty("DATETIME_PRECISION", "INTERVAL_TYPE", "INTERVAL_PRECISION")
            .empty("CHARACTER_SET_CATALOG", "CHARACTER_SET_SCHEMA", "CHARACTER_SET_NAME")
            .empty("COLLATION_CATALOG", "COLLATION_SCHEMA")
            .text("COLLATION_NAME", type(ColumnType::collation))
            .empty("DOMAIN_CATALOG", "DOMAIN_SCHEMA", "DOMAIN_NAME")
            .empty("UDT_CATALOG", "UDT_SCHEMA", "UDT_NAME")
            .empty("SCOPE_CATALOG", "SCOPE_SCHEMA", "SCOPE_NAME")
            .empty("MAXIMUM_CARDINALITY", "DTD_IDENTIFIER")
            .text("IS_SELF_REFERENCING", row -> "NO")
            .text("IS_IDENTITY", row -> row.column().identity() == null ? "NO" : "YES")
            .text("IDENTITY_GENERATION", identity(identity -> "BY DEFAULT ON NULL"))
            .text("IDENTITY_START", identity(identity -> Long.toString(identity.start())))
            .text("IDENTITY_INCREMENT", identity(identity -> Long.toString(identity.increment())))
            .empty("IDENTITY_MAXIMUM", "IDENTITY_MINIMUM", "IDENTITY_CYCLE")
            .text("IDENTITY_ORDERED", identity(identity -> identity.ordered() ? "YES" : "NO"))
            .empty("SCHEMA_EVOLUTION_RECORD")
            .text("COMMENT", row -> row.column().comment())
            .empty("DATA_TYPE_ALIAS");

    private ColumnView() {}

    private static Function<Row, Object> type(Function<ColumnType, Object> value) {
        return row -> value.apply(row.column().type());
    }

    private static Function<Row, Object> identity(Function<Column.Identity, Object> value) {
        return row -> row.column().identity() == null
                ? null
                : value.apply(row.column().identity());
    }

    static Stream<Row> rows(In in) {
        return in.schema().tables().stream()
                .flatMap(table -> IntStream.range(0, table.columns().size())
                        .mapToObj(i -> new Row(in, table, table.columns().get(i), i + 1)));
    }
}
