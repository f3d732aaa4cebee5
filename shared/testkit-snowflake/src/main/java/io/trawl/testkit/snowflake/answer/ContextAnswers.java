package io.trawl.testkit.snowflake.answer;

import io.trawl.testkit.snowflake.sql.Sql;
import io.trawl.testkit.snowflake.sql.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers SELECT of context functions (docs.snowflake.com/en/sql-reference/functions-context), one row. */
public final class ContextAnswers {

    private ContextAnswers() {}

    /** The answer; a function that is not among the values is unknown. */
    public static Answer answer(Sql.Context context, Map<String, String> values) {
        List<Answer.Column> columns = new ArrayList<>();
        List<Object> row = new ArrayList<>();
        for (Sql.Labelled function : context.functions()) {
            if (!values.containsKey(function.name())) {
                throw SqlException.of("002140", "42601", "SQL compilation error:\nUnknown function " + function.name());
            }
            columns.add(Answer.text(function.label()));
            row.add(values.get(function.name()));
        }
        return new Answer(columns, List.<Object[]>of(row.toArray()));
    }
}
