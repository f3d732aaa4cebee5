package io.trawl.testkit;

import static io.trawl.testkit.SqlNames.literal;
import static io.trawl.testkit.SqlNames.qualified;

import io.trawl.testkit.DemoVocabulary.Subject;
import java.sql.SQLException;
import java.util.List;

/** Functions in threes of one name, procedures in twos, in SQL and in PL/pgSQL. */
final class DemoRoutines {

    private static final List<String> ARGUMENTS =
            List.of("p_id bigint", "p_id bigint, p_as_of date", "VARIADIC p_codes text[]");

    private final DemoPlan plan;
    private final SqlBatch sql;

    DemoRoutines(DemoPlan plan, SqlBatch sql) {
        this.plan = plan;
        this.sql = sql;
    }

    void write() throws SQLException {
        for (int i = 0; i < plan.functions(); i++) {
            function(i);
        }
        for (int i = 0; i < plan.procedures(); i++) {
            procedure(i);
        }
    }

    private void function(int index) throws SQLException {
        int group = index / ARGUMENTS.size();
        Subject subject = subject(group);
        String name = qualified(subject.schema(), round("value_of_" + subject.noun(), group));
        String body = group % 2 == 0
                ? "LANGUAGE sql STABLE AS $$ SELECT 42.00 $$"
                : "LANGUAGE plpgsql AS $$\nBEGIN\n  -- the rate of the day\n  RETURN 42.00;\nEND;\n$$";
        String arguments = ARGUMENTS.get(index % ARGUMENTS.size());
        sql.add("CREATE FUNCTION %s(%s) RETURNS numeric %s", name, arguments, body);
        if (index % ARGUMENTS.size() == 1) {
            sql.add("COMMENT ON FUNCTION %s(bigint, date) IS %s", name, literal("What it was worth on that day"));
        }
    }

    private void procedure(int index) throws SQLException {
        int group = index / 2;
        Subject subject = subject(group);
        String name = qualified(subject.schema(), round("refresh_" + subject.noun(), group));
        String arguments = index % 2 == 0 ? "" : "IN p_from date, INOUT p_rows bigint DEFAULT 0";
        sql.add(
                "CREATE PROCEDURE %s(%s) LANGUAGE plpgsql AS $$\nBEGIN\n  RAISE NOTICE 'nothing to do';\nEND;\n$$",
                name, arguments);
    }

    private static Subject subject(int group) {
        return DemoVocabulary.SUBJECTS.get(group % DemoVocabulary.SUBJECTS.size());
    }

    /** A name, with a number from the second time on that its subject is used. */
    private static String round(String name, int group) {
        int round = group / DemoVocabulary.SUBJECTS.size();
        return round == 0 ? name : name + "_" + (round + 1);
    }
}
