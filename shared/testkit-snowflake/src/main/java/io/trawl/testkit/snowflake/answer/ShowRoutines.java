package io.trawl.testkit.snowflake.answer;

import static io.trawl.testkit.snowflake.answer.Answer.number;
import static io.trawl.testkit.snowflake.answer.Answer.text;
import static io.trawl.testkit.snowflake.answer.Answer.time;

import io.trawl.testkit.snowflake.model.Routine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** SHOW USER PROCEDURES and USER FUNCTIONS; they end silently at 10,000 rows. */
final class ShowRoutines {

    private static final List<Answer.Column> PROCEDURES = List.of(
            time("created_on"),
            text("name"),
            text("schema_name"),
            text("is_builtin"),
            text("is_aggregate"),
            text("is_ansi"),
            number("min_num_arguments"),
            number("max_num_arguments"),
            text("arguments"),
            text("description"),
            text("catalog_name"),
            text("is_table_function"),
            text("valid_for_clustering"),
            text("is_secure"),
            text("secrets"),
            text("external_access_integrations"));
    private static final List<Answer.Column> FUNCTIONS = functionColumns();

    private ShowRoutines() {}

    private static List<Answer.Column> functionColumns() {
        List<Answer.Column> columns = new ArrayList<>(PROCEDURES);
        columns.addAll(
                List.of(text("is_external_function"), text("language"), text("is_memoizable"), text("is_data_metric")));
        return List.copyOf(columns);
    }

    static Answer procedures(Place place) {
        return Paging.cutSilently(
                PROCEDURES,
                place.schema().procedures().stream().map(each -> row(place, each, "user-defined procedure")));
    }

    static Answer functions(Place place) {
        return Paging.cutSilently(FUNCTIONS, place.schema().functions().stream().map(each -> {
            Object[] row = row(place, each, "user-defined function");
            Object[] all = Arrays.copyOf(row, row.length + 4);
            all[row.length] = each.external() ? "Y" : "N";
            all[row.length + 1] = each.language();
            all[row.length + 2] = "N";
            all[row.length + 3] = "N";
            return all;
        }));
    }

    private static Object[] row(Place place, Routine routine, String otherwise) {
        long optional =
                routine.arguments().stream().filter(Routine.Argument::optional).count();
        int arguments = routine.arguments().size();
        return new Object[] {
            routine.created(),
            routine.name(),
            place.schemaName(),
            "N",
            "N",
            "N",
            arguments - optional,
            arguments,
            routine.shownArguments(),
            routine.comment() == null ? otherwise : routine.comment(),
            place.databaseName(),
            routine.returns().startsWith("TABLE") ? "Y" : "N",
            "N",
            routine.bodyHidden() ? "Y" : "N",
            "",
            ""
        };
    }
}
