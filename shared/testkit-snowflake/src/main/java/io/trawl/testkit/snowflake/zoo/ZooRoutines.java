package io.trawl.testkit.snowflake.zoo;

import io.trawl.testkit.snowflake.model.Routine;
import io.trawl.testkit.snowflake.model.Routine.Argument;
import io.trawl.testkit.snowflake.model.Schema;

/** The zoo's schema ROUTINES: overloads, languages, hidden bodies, the same name for a procedure and a function. */
final class ZooRoutines {

    private ZooRoutines() {}

    static Schema schema() {
        return Schema.builder("ROUTINES")
                .procedures(
                        Routine.of("LOAD", "VARCHAR", "begin return 'all'; end"),
                        Routine.of("LOAD", "VARCHAR", "begin return :DAY; end", Routine.argument("DAY", "DATE"))
                                .comment("loads a day"),
                        Routine.of(
                                        "LOAD",
                                        "TABLE (ID NUMBER, NAME VARCHAR)",
                                        "def run(session):\n    return 'it\\'s done'",
                                        Routine.argument("FIRST", "NUMBER"),
                                        new Argument("SECOND", "VARCHAR", true))
                                .language("PYTHON"),
                        Routine.of("SECRET_LOAD", "VARCHAR", "begin return 'secret'; end")
                                .hidden(),
                        Routine.of("Mixed.Case \"proc\"", "NUMBER", "return 1;", Routine.argument("a b", "VARIANT"))
                                .language("JAVASCRIPT"))
                .functions(
                        Routine.of("LOAD", "NUMBER", "1"),
                        Routine.of("AREA", "FLOAT", "pi() * radius * radius", Routine.argument("RADIUS", "FLOAT"))
                                .comment("of a circle"),
                        Routine.of(
                                "AREA",
                                "FLOAT",
                                "width * height",
                                Routine.argument("WIDTH", "FLOAT"),
                                Routine.argument("HEIGHT", "FLOAT")),
                        Routine.of(
                                        "REMOTE",
                                        "VARIANT",
                                        "https://example.org/call",
                                        Routine.argument("INPUT", "VARIANT"))
                                .asExternal(),
                        Routine.of("ROWS_OF", "TABLE (A NUMBER)", "select 1", Routine.argument("N", "NUMBER")),
                        Routine.of("SECRET", "VARCHAR", "'secret'").hidden())
                .build();
    }
}
