package io.trawl.testkit.snowflake.answer;

import static io.trawl.testkit.snowflake.answer.Answer.text;

import io.trawl.testkit.snowflake.model.Column;
import io.trawl.testkit.snowflake.model.NameOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * SHOW COLUMNS, of tables, views and semantic views. By docs.snowflake.com/en/sql-reference/sql/show-columns it has no
 * LIMIT and ends at 10,000 rows; {@code null?} says {@code NOT_NULL} or {@code true}.
 */
final class ShowColumns {

    private static final List<Answer.Column> COLUMNS = List.of(
            text("table_name"),
            text("schema_name"),
            text("column_name"),
            text("data_type"),
            text("null?"),
            text("default"),
            text("kind"),
            text("expression"),
            text("comment"),
            text("database_name"),
            text("autoincrement"),
            text("schema_evolution_record"));

    private record Owner(String name, Stream<Object[]> rows) {}

    private ShowColumns() {}

    static Answer answer(Place place) {
        List<Owner> owners = new ArrayList<>();
        place.schema()
                .tables()
                .forEach(table -> owners.add(new Owner(
                        table.name(),
                        table.columns().stream().map(column -> row(place, table.name(), kind(column), column)))));
        if (!place.schema().semanticViews().isEmpty()) {
            place.schema()
                    .semanticViews()
                    .forEach(view -> owners.add(new Owner(
                            view.name(),
                            view.members().stream()
                                    .map(member -> row(place, view.name(), member.kind(), member.column())))));
            owners.sort(Comparator.comparing(Owner::name, NameOrder.BY_CODE_POINT));
        }
        return Paging.cutSilently(COLUMNS, owners.stream().flatMap(Owner::rows));
    }

    private static String kind(Column column) {
        return column.expression() == null ? "COLUMN" : "VIRTUAL_COLUMN";
    }

    private static Object[] row(Place place, String table, String kind, Column column) {
        return new Object[] {
            table,
            place.schemaName(),
            column.name(),
            column.type().descriptor(column.nullable()),
            column.nullable() ? "true" : "NOT_NULL",
            ShowAnswers.words(column.defaultExpression()),
            kind,
            ShowAnswers.words(column.expression()),
            ShowAnswers.words(column.comment()),
            place.databaseName(),
            identity(column.identity()),
            null
        };
    }

    private static String identity(Column.Identity identity) {
        return identity == null
                ? ""
                : "IDENTITY START " + identity.start() + " INCREMENT " + identity.increment()
                        + (identity.ordered() ? " ORDER" : " NOORDER");
    }
}
