package io.trawl.testkit.snowflake.answer;

import static io.trawl.testkit.snowflake.answer.Answer.number;
import static io.trawl.testkit.snowflake.answer.Answer.text;
import static io.trawl.testkit.snowflake.answer.Answer.time;
import static io.trawl.testkit.snowflake.answer.ShowAnswers.words;

import io.trawl.testkit.snowflake.model.ForeignKey;
import io.trawl.testkit.snowflake.model.Key;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.sql.ShowKind;
import io.trawl.testkit.snowflake.sql.Sql.Show;
import io.trawl.testkit.snowflake.sql.SqlException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** SHOW PRIMARY KEYS, UNIQUE KEYS and IMPORTED KEYS, of a schema or a table; they end silently at 10,000 rows. */
final class ShowKeys {

    private static final List<Answer.Column> KEYS = List.of(
            time("created_on"),
            text("database_name"),
            text("schema_name"),
            text("table_name"),
            text("column_name"),
            number("key_sequence"),
            text("constraint_name"),
            text("rely"),
            text("comment"));
    private static final List<Answer.Column> IMPORTED = List.of(
            time("created_on"),
            text("pk_database_name"),
            text("pk_schema_name"),
            text("pk_table_name"),
            text("pk_column_name"),
            text("fk_database_name"),
            text("fk_schema_name"),
            text("fk_table_name"),
            text("fk_column_name"),
            number("key_sequence"),
            text("update_rule"),
            text("delete_rule"),
            text("fk_name"),
            text("pk_name"),
            text("deferrability"),
            text("rely"),
            text("comment"));

    private ShowKeys() {}

    static Answer answer(Show show, Place place) {
        Stream<Table> tables = show.names().size() == 2
                ? place.schema().tables().stream()
                : Stream.of(place.schema()
                        .table(show.names().get(2))
                        .filter(table -> !table.kind().isView())
                        .orElseThrow(() -> SqlException.objectDoesNotExist(String.join(".", show.names()))));
        if (show.what() == ShowKind.IMPORTED_KEYS) {
            return Paging.cutSilently(IMPORTED, tables.flatMap(table -> table.foreignKeys().stream()
                    .flatMap(key -> imported(place, table, key))));
        }
        boolean primary = show.what() == ShowKind.PRIMARY_KEYS;
        return Paging.cutSilently(KEYS, tables.flatMap(table -> table.keys().stream()
                .filter(key -> key.primary() == primary)
                .flatMap(key -> key(place, table, key))));
    }

    private static Stream<Object[]> key(Place place, Table table, Key key) {
        return IntStream.range(0, key.columns().size()).mapToObj(i -> new Object[] {
            table.created(),
            place.databaseName(),
            place.schemaName(),
            table.name(),
            key.columns().get(i),
            i + 1,
            key.constraint(),
            "false",
            words(key.comment())
        });
    }

    private static Stream<Object[]> imported(Place place, Table table, ForeignKey key) {
        return IntStream.range(0, key.columns().size()).mapToObj(i -> new Object[] {
            table.created(),
            key.database(),
            key.schema(),
            key.table(),
            key.references().get(i),
            place.databaseName(),
            place.schemaName(),
            table.name(),
            key.columns().get(i),
            i + 1,
            "NO ACTION",
            "NO ACTION",
            key.constraint(),
            key.key(),
            "NOT DEFERRABLE",
            "false",
            ""
        });
    }
}
