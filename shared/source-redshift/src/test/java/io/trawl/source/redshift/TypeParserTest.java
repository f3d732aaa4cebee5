package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.Column;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Types as they are written, and the columns that become of them. */
class TypeParserTest {

    private static Column column(String type) {
        return ColumnMapper.column("c", TypeParser.parse(type), null, null, 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    smallint                     | SMALLINT   | -     | -  | -
                    integer                      | INT        | -     | -  | -
                    int4                         | INT        | -     | -  | -
                    numeric(18,0)                | NUMERIC    | -     | 18 | 0
                    numeric                      | NUMERIC    | -     | -  | -
                    decimal( 8 , 2 )             | DECIMAL    | -     | 8  | 2
                    decimal(8)                   | DECIMAL    | -     | 8  | 0
                    decimal(2,8)                 | DECIMAL    | -     | -  | -
                    double precision             | DOUBLE     | -     | -  | -
                    character varying(256)       | VARCHAR    | 256   | -  | -
                    character varying            | VARCHAR    | 1     | -  | -
                    CHAR(2)                      | CHAR       | 2     | -  | -
                    "char"                       | CHAR       | 1     | -  | -
                    timestamp without time zone  | TIMESTAMP  | -     | -  | -
                    timestamp(6) with time zone  | TIMESTAMP  | -     | -  | -
                    time with time zone          | TIMESTAMP  | -     | -  | -
                    interval year to month       | INTERVAL   | -     | -  | -
                    interval day to second(6)    | INTERVAL   | -     | -  | -
                    intervaly2m                  | INTERVAL   | -     | -  | -
                    super                        | SUPER      | -     | -  | -
                    varbyte(64)                  | VARBINARY  | 64    | -  | -
                    binary                       | BINARY     | 1     | -  | -
                    string                       | STRING     | -     | -  | -
                    """)
    void plainTypes(String text, String dataType, Integer length, Integer precision, Integer scale) {
        Column column = column(text);
        assertThat(column.dataType()).isEqualTo(dataType);
        assertThat(column.dataLength()).isEqualTo(length);
        assertThat(column.precision()).isEqualTo(precision);
        assertThat(column.scale()).isEqualTo(scale);
        assertThat(column.arrayDataType()).isNull();
        assertThat(column.children()).isNull();
    }

    @Test
    void nestedTypes() {
        Column struct = column("Struct< id : int, tags:map<string,array<int>> ,pay:struct<amount:decimal(8,2)> >");
        assertThat(struct.dataType()).isEqualTo("STRUCT");
        assertThat(struct.dataTypeDisplay()).startsWith("struct< id : int");
        assertThat(struct.children()).extracting(Column::name).containsExactly("id", "tags", "pay");
        assertThat(struct.children()).extracting(Column::dataType).containsExactly("INT", "MAP", "STRUCT");
        assertThat(struct.children().get(1).dataTypeDisplay()).isEqualTo("map<string,array<int>>");
        assertThat(struct.children().get(2).children().get(0).precision()).isEqualTo(8);

        Column array = column("array<struct<a:int>>");
        assertThat(array.dataType()).isEqualTo("ARRAY");
        assertThat(array.arrayDataType()).isEqualTo("STRUCT");
        assertThat(array.children()).extracting(Column::name).isEqualTo(List.of("a"));

        assertThat(column("array<array<double>>").arrayDataType()).isEqualTo("ARRAY");
        assertThat(column("oid[]").arrayDataType()).isEqualTo("UINT");
        assertThat(column("array<uniontype>").arrayDataType()).isEqualTo("UNKNOWN");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "???",
                "no such type",
                "array",
                "struct",
                "array<",
                "array<int",
                "array<int>>",
                "array<int>x",
                "array<>",
                "map<int>",
                "map<int,int,int>",
                "struct<>",
                "struct<a>",
                "struct<:int>",
                "struct<a:int,>",
                "struct<a:>",
                "uniontype<int,string>",
                "decimal(8,2",
                "decimal(8,2))",
                "decimal(8,2,1)",
                "varchar(max)",
                "varchar(99999999999)"
            })
    void whatIsNotUnderstoodIsUnknownAndShownAsItIs(String text) {
        Column column = column(text);
        assertThat(column.dataType()).isEqualTo("UNKNOWN");
        assertThat(column.dataTypeDisplay()).isEqualTo(text);
        assertThat(column.children()).isNull();
        assertThat(column.arrayDataType()).isNull();
    }

    @Test
    void nestingHasAnEnd() {
        assertThat(column("array<".repeat(32) + "int" + ">".repeat(32)).dataType())
                .isEqualTo("ARRAY");
        assertThat(column("array<".repeat(100_000) + "int" + ">".repeat(100_000))
                        .dataType())
                .isEqualTo("UNKNOWN");
        assertThat(column("int" + "[]".repeat(100_000)).dataType()).isEqualTo("UNKNOWN");
    }
}
