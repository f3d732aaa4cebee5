package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ()                                                       | ~~
            (A NUMBER)                                               | NUMBER
            (A NUMBER, B VARCHAR)                                    | NUMBER;VARCHAR
            (A NUMBER(38,0), B VARCHAR(16777216))                    | NUMBER;VARCHAR
            ("an, (odd) name" FLOAT, T TABLE(A NUMBER, B DATE))      | FLOAT;TABLE(A NUMBER, B DATE)
            (a b VARIANT, T TABLE (A NUMBER))                        | VARIANT;TABLE (A NUMBER)
            (A VARCHAR DEFAULT 'x, y', B TIMESTAMP_NTZ(9))           | VARCHAR;TIMESTAMP_NTZ
            (V VECTOR(FLOAT, 3), O OBJECT(a VARCHAR, b NUMBER))      | VECTOR(FLOAT, 3);OBJECT(A VARCHAR, B NUMBER)
            """)
    void typesOfNamedArguments(String arguments, String types) {
        assertThat(Signature.named("F", arguments).types())
                .isEqualTo(types.isEmpty() ? List.of() : List.of(types.split(";")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ()                     | ~~
            (A NUMBER, B VARCHAR)  | NUMBER, VARCHAR
            (V VECTOR(FLOAT, 3))   | VECTOR(FLOAT, 3)
            """)
    void bothWaysAreEqual(String named, String shown) {
        assertThat(Signature.named("F", named)).isEqualTo(Signature.shown("F", shown));
    }
}
