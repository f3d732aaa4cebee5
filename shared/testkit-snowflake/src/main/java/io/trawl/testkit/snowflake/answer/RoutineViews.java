package io.trawl.testkit.snowflake.answer;

import io.trawl.testkit.snowflake.answer.SelectAnswers.In;
import io.trawl.testkit.snowflake.model.Routine;
import java.util.stream.Stream;

/** INFORMATION_SCHEMA.PROCEDURES and FUNCTIONS (docs.snowflake.com/en/sql-reference/info-schema/procedures, functions). */
final class RoutineViews {

    record Row(In in, Routine routine) {}

    static final View<Row> PROCEDURES = view("PROCEDURE").empty("EXTERNAL_ACCESS_INTEGRATIONS", "SECRETS");

    static final View<Row> FUNCTIONS = view("FUNCTION")
            .text("VOLATILITY", row -> "VOLATILE")
            .text("IS_NULL_CALL", row -> "YES")
            .text("IS_SECURE", row -> row.routine().bodyHidden() ? "YES" : "NO")
            .text("IS_EXTERNAL", row -> row.routine().external() ? "YES" : "NO")
            .text("IS_AGGREGATE", row -> "NO")
            .text("IS_MEMOIZABLE", row -> "NO")
            .empty("API_INTEGRATION", "CONTEXT_HEADERS", "MAX_BATCH_ROWS", "COMPRESSION", "PACKAGES")
            .empty("RUNTIME_VERSION", "HANDLER", "TARGET_PATH", "IMPORTS", "INSTALLED_PACKAGES");

    private RoutineViews() {}

    private static View<Row> view(String kind) {
        return new View<Row>()
                .text(kind + "_CATALOG", row -> row.in().database().name())
                .text(kind + "_SCHEMA", row -> row.in().schema().name())
                .text(kind + "_NAME", row -> row.routine().name())
                .text(kind + "_OWNER", row -> row.routine().owner())
                .text("ARGUMENT_SIGNATURE", row -> row.routine().signature())
                .text("DATA_TYPE", row -> row.routine().returns())
                .empty("CHARACTER_MAXIMUM_LENGTH", "CHARACTER_OCTET_LENGTH", "NUMERIC_PRECISION")
                .empty("NUMERIC_PRECISION_RADIX", "NUMERIC_SCALE")
                .text(kind + "_LANGUAGE", row -> row.routine().language())
                .text(kind + "_DEFINITION", RoutineViews::definition)
                .time("CREATED", row -> row.routine().created())
                .time("LAST_ALTERED", row -> row.routine().lastAltered())
                .text("COMMENT", row -> row.routine().comment());
    }

    private static String definition(Row row) {
        Routine routine = row.routine();
        return routine.bodyHidden() && !routine.owner().equals(row.in().role()) ? null : routine.body();
    }

    static Stream<Row> procedures(In in) {
        return in.schema().procedures().stream().map(routine -> new Row(in, routine));
    }

    static Stream<Row> functions(In in) {
        return in.schema().functions().stream().map(routine -> new Row(in, routine));
    }
}
