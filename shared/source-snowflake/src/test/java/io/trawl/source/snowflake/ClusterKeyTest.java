package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterKeyTest {

    private static final List<String> COLUMNS = List.of("C1", "c 2", "V", "a\"b", "TYPE", "ü", "X$1", "DATE");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', emptyValue = "", textBlock = """
            LINEAR(C1)                              | C1
            (C1, "c 2")                             | C1;c 2
            C1                                      | C1
            LINEAR(TO_DATE(C1), "c 2")              | C1;c 2
            linear(c1)                              | C1
            LINEAR("c1")                            | ~~
            LINEAR("a""b")                          | a"b
            LINEAR(V:path.to."C1"::date, C1)        | V;C1
            LINEAR(V::date)                         | V
            LINEAR(SUBSTRING(C1, 0, 10), C1)        | C1
            LINEAR(TO_CHAR(C1, 'TYPE "V" ''x'))     | C1
            LINEAR("ü", X$1)                        | ü;X$1
            LINEAR(CASE WHEN C1 THEN TYPE END)      | C1;TYPE
            LINEAR(DATE_TRUNC('MONTH', DATE))       | DATE
            LINEAR(missing)                         | ~~
            "unclosed                               | ~~
            """)
    void columnsOfAKey(String key, String columns) {
        assertThat(ClusterKey.columns(key, COLUMNS))
                .isEqualTo(columns.isEmpty() ? List.of() : List.of(columns.split(";")));
    }
}
