package io.trawl.testkit.snowflake.answer;

import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.Routine;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.sql.ObjectName;
import io.trawl.testkit.snowflake.sql.Sql;
import io.trawl.testkit.snowflake.sql.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Answers GET_DDL. By docs.snowflake.com/en/sql-reference/functions/get_ddl TABLE stands for tables of every kind, VIEW also
 * for materialized views; overloads are told apart by their arguments' types. One object that is not there makes the whole
 * statement fail.
 */
public final class DdlAnswers {

    private DdlAnswers() {}

    /** The answer for a role: one row with a column for each call. */
    public static Answer answer(Sql.Ddl ddl, Catalog catalog) {
        List<Answer.Column> columns = new ArrayList<>();
        List<Object> row = new ArrayList<>();
        for (Sql.DdlCall call : ddl.calls()) {
            columns.add(Answer.text(call.label()));
            row.add(text(call, catalog));
        }
        return new Answer(columns, List.<Object[]>of(row.toArray()));
    }

    private static String text(Sql.DdlCall call, Catalog catalog) {
        ObjectName name = ObjectName.parse(call.object());
        List<String> parts = name.parts();
        if (parts.size() != 3) {
            throw missing(call);
        }
        Database database = catalog.selectable(parts.get(0));
        Schema schema = catalog.usableSchemas(database)
                .filter(each -> each.name().equals(parts.get(1)))
                .findFirst()
                .orElseThrow(() -> SqlException.doesNotExist("Schema", parts.get(0) + "." + parts.get(1)));
        DdlText text = new DdlText(call.qualified() ? database.name() + "." + schema.name() + "." : "", catalog.role());
        String object = parts.get(2);
        Optional<String> found =
                switch (call.type().toUpperCase(Locale.ROOT)) {
                    case "TABLE" ->
                        table(schema, object, table -> !table.kind().isView()).map(text::table);
                    case "VIEW" ->
                        table(schema, object, table -> table.kind().isView()).map(text::view);
                    case "DYNAMIC_TABLE", "ICEBERG_TABLE", "EVENT_TABLE" ->
                        table(schema, object, table -> table.kind().ddlType.equals(call.type()))
                                .map(text::table);
                    case "PROCEDURE" ->
                        routine(schema.procedures(), name).map(routine -> text.routine("PROCEDURE", routine));
                    case "FUNCTION" ->
                        routine(schema.functions(), name).map(routine -> text.routine("FUNCTION", routine));
                    case "STREAM" ->
                        schema.streams().stream()
                                .filter(stream -> stream.name().equals(object))
                                .map(text::stream)
                                .findFirst();
                    case "SEMANTIC_VIEW" ->
                        schema.semanticViews().stream()
                                .filter(view -> view.name().equals(object))
                                .map(view -> view.ddl())
                                .findFirst();
                    default ->
                        throw SqlException.of(
                                "001007",
                                "22023",
                                "SQL compilation error:\ninvalid type [" + call.type() + "] for parameter 'GET_DDL'");
                };
        return found.orElseThrow(() -> missing(call));
    }

    private static SqlException missing(Sql.DdlCall call) {
        String type = call.type().charAt(0) + call.type().substring(1).toLowerCase(Locale.ROOT);
        return SqlException.doesNotExist(type, call.object());
    }

    private static Optional<Table> table(Schema schema, String name, Predicate<Table> kind) {
        return schema.table(name).filter(kind);
    }

    private static Optional<Routine> routine(List<Routine> routines, ObjectName name) {
        return routines.stream()
                .filter(routine -> routine.name().equals(name.parts().get(2)))
                .filter(routine -> routine.types().replace(" ", "").equals(name.arguments()))
                .findFirst();
    }
}
