package io.trawl.testkit.snowflake.answer;

import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.Tag;
import java.util.List;
import java.util.stream.Stream;

/**
 * SNOWFLAKE.ACCOUNT_USAGE.TAG_REFERENCES (docs.snowflake.com/en/sql-reference/account-usage/tag_references): direct
 * associations only, of all databases, whatever the role may use. The object of a schema's or database's tag is named by
 * OBJECT_NAME; OBJECT_SCHEMA is null then.
 */
final class TagView {

    static final String NAME = "TAG_REFERENCES";

    record Row(Tag tag, String database, String schema, String name, String domain, String column) {}

    static final View<Row> VIEW = new View<Row>()
            .text("TAG_DATABASE", row -> row.tag().database())
            .text("TAG_SCHEMA", row -> row.tag().schema())
            .number("TAG_ID", row -> Math.abs(row.tag().name().hashCode()))
            .text("TAG_NAME", row -> row.tag().name())
            .text("TAG_VALUE", row -> row.tag().value())
            .text("OBJECT_DATABASE", Row::database)
            .text("OBJECT_SCHEMA", Row::schema)
            .number("OBJECT_ID", row -> Math.abs(row.name().hashCode()))
            .text("OBJECT_NAME", Row::name)
            .time("OBJECT_DELETED", row -> null)
            .text("DOMAIN", Row::domain)
            .number(
                    "COLUMN_ID",
                    row -> row.column() == null ? null : Math.abs(row.column().hashCode()))
            .text("COLUMN_NAME", Row::column)
            .text("APPLY_METHOD", row -> "MANUAL");

    private TagView() {}

    static Stream<Row> rows(SnowflakeModel model) {
        return model.databases().stream()
                .flatMap(database -> Stream.concat(
                        tagged(database.tags(), database.name(), null, database.name(), "DATABASE", null),
                        database.schemas().stream().flatMap(schema -> rows(database, schema))));
    }

    private static Stream<Row> rows(Database database, Schema schema) {
        return Stream.concat(
                tagged(schema.tags(), database.name(), null, schema.name(), "SCHEMA", null),
                schema.tables().stream().flatMap(table -> rows(database, schema, table)));
    }

    private static Stream<Row> rows(Database database, Schema schema, Table table) {
        return Stream.concat(
                tagged(table.tags(), database.name(), schema.name(), table.name(), "TABLE", null),
                table.columns().stream()
                        .flatMap(column -> tagged(
                                column.tags(), database.name(), schema.name(), table.name(), "COLUMN", column.name())));
    }

    private static Stream<Row> tagged(
            List<Tag> tags, String database, String schema, String name, String domain, String column) {
        return tags.stream().map(tag -> new Row(tag, database, schema, name, domain, column));
    }
}
