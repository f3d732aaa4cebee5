package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.source.kit.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the zoo has no example of. */
class RoutineDefinitionTest {

    private static Routine routine(Kind kind, String language, String source, List<Long> allTypes) {
        return new Routine(
                kind,
                "s",
                "r",
                "s.r",
                null,
                language,
                source,
                true,
                "i",
                List.of("Odd \"name"),
                List.of("b"),
                allTypes,
                List.of("integer"),
                "integer",
                null,
                "o");
    }

    @Test
    void namesAreQuotedAndTheBodysQuoteIsNotInIt() {
        assertThat(RoutineDefinition.of(
                        routine(Kind.PROCEDURE, "plpgsql", "BEGIN $$ $q1$ END", List.of(23L)), Map.of(23L, "integer")))
                .isEqualTo("CREATE OR REPLACE PROCEDURE s.r(\"Odd \"\"name\" INOUT integer)\n"
                        + "AS $q2$BEGIN $$ $q1$ END$q2$ LANGUAGE plpgsql SECURITY DEFINER;");
    }

    @Test
    void isNotMadeUpOfWhatIsNotThere() {
        assertThat(RoutineDefinition.of(routine(Kind.UDF, "exfunc", "f", List.of()), Map.of()))
                .isNull();
        assertThat(RoutineDefinition.of(routine(Kind.UDF, "sql", null, List.of()), Map.of()))
                .isNull();
        assertThat(RoutineDefinition.of(routine(Kind.PROCEDURE, "plpgsql", "b", List.of(9L)), Map.of()))
                .isNull();
    }
}
