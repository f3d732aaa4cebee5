package io.trawl.source.snowflake;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.model.Column;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types as Snowflake says them, in both ways, to OpenMetadata's columns. */
class ColumnTypesTest {

    private final ShownTypes shown = new ShownTypes();
    private final CatalogTypes catalog = new CatalogTypes();

    private static Column column(SourceType type) {
        return ColumnMapper.column(new SourceColumn("c", type, null), null, 1, null);
    }

    private Column shown(String json) {
        return column(shown.of(json.replace('`', '"')));
    }

    /** Descriptors as a Snowflake account says them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", quoteCharacter = '~', textBlock = """
            {`type`:`FIXED`,`precision`:38,`scale`:0,`nullable`:true}                              | DECIMAL   | number(38,0)
            {`type`:`FIXED`,`precision`:10,`scale`:2,`nullable`:true}                              | DECIMAL   | number(10,2)
            {`type`:`REAL`,`nullable`:true}                                                        | FLOAT     | float
            {`type`:`DECFLOAT`,`nullable`:true}                                                    | DOUBLE    | decfloat
            {`type`:`TEXT`,`length`:16777216,`byteLength`:67108864,`nullable`:true,`fixed`:false}  | VARCHAR   | varchar(16777216)
            {`type`:`BINARY`,`length`:20,`byteLength`:20,`nullable`:true,`fixed`:true}             | BINARY    | binary(20)
            {`type`:`BOOLEAN`,`nullable`:true}                                                     | BOOLEAN   | boolean
            {`type`:`DATE`,`nullable`:true}                                                        | DATE      | date
            {`type`:`TIME`,`precision`:0,`scale`:3,`nullable`:true}                                | TIME      | time(3)
            {`type`:`TIMESTAMP_NTZ`,`precision`:0,`scale`:9,`nullable`:true}                       | TIMESTAMP | timestamp_ntz(9)
            {`type`:`TIMESTAMP_LTZ`,`precision`:0,`scale`:0,`nullable`:true}                       | TIMESTAMP | timestamp_ltz(0)
            {`type`:`TIMESTAMP_TZ`,`precision`:0,`scale`:6,`nullable`:true}                        | TIMESTAMP | timestamp_tz(6)
            {`type`:`INTERVAL_YEAR_MONTH`,`nullable`:true}                                         | INTERVAL  | interval year to month
            {`type`:`INTERVAL_DAY_TIME`,`nullable`:true}                                           | INTERVAL  | interval day to second
            {`type`:`VARIANT`,`nullable`:true}                                                     | JSON      | variant
            {`type`:`OBJECT`,`nullable`:true}                                                      | JSON      | object
            {`type`:`ARRAY`,`nullable`:true}                                                       | ARRAY     | array
            {`type`:`GEOGRAPHY`,`outputType`:`OBJECT`,`nullable`:true}                             | GEOGRAPHY | geography
            {`type`:`GEOMETRY`,`outputType`:`OBJECT`,`nullable`:true}                              | GEOMETRY  | geometry
            {`type`:`UUID`,`nullable`:true}                                                        | UUID      | uuid
            {`type`:`FILE`,`nullable`:true}                                                        | UNKNOWN   | file
            {`type`:`QUANTUM_STATE`,`nullable`:true}                                               | UNKNOWN   | quantum_state
            no JSON                                                                                | UNKNOWN   | no json
            {`precision`:1}                                                                        | UNKNOWN   | {`precision`:1}
            """)
    void typesOfShowColumns(String json, String dataType, String display) {
        Column column = shown(json);
        assertThat(column.dataType()).isEqualTo(dataType);
        assertThat(column.dataTypeDisplay()).isEqualTo(display.replace('`', '"'));
        assertThat(column.constraint()).isEqualTo("NULL");
        assertThat(column.children()).isNull();
    }

    @Test
    void numbersHavePrecisionAndScaleAndTextHasALength() {
        Column number = shown("{`type`:`FIXED`,`precision`:10,`scale`:2,`nullable`:false}");
        assertThat(number.precision()).isEqualTo(10);
        assertThat(number.scale()).isEqualTo(2);
        assertThat(number.dataLength()).isNull();
        assertThat(number.constraint()).isEqualTo("NOT_NULL");
        assertThat(shown("{`type`:`TEXT`,`length`:9,`nullable`:true}").dataLength())
                .isEqualTo(9);
        assertThat(shown("{`type`:`BINARY`,`length`:8388608}").dataLength()).isEqualTo(8_388_608);
        Column bare = shown("{`type`:`TEXT`}");
        assertThat(bare.dataLength()).isEqualTo(1); // OpenMetadata requires one
        assertThat(bare.dataTypeDisplay()).isEqualTo("varchar");
        assertThat(shown("{`type`:`TIME`,`precision`:0,`scale`:3}").precision()).isNull();
    }

    @Test
    void aStructuredObjectHasItsFieldsAsChildren() {
        Column column = shown("{`type`:`OBJECT`,`nullable`:true,`fields`:["
                + "{`fieldName`:`City`,`fieldType`:{`type`:`TEXT`,`length`:16777216,`byteLength`:67108864,`nullable`:true,`fixed`:false}},"
                + "{`fieldName`:`geo`,`fieldType`:{`type`:`OBJECT`,`nullable`:false,`fields`:["
                + "{`fieldName`:`a>b`,`fieldType`:{`type`:`FIXED`,`precision`:38,`scale`:0,`nullable`:true}}]}}]}");
        assertThat(column.dataType()).isEqualTo("STRUCT");
        assertThat(column.dataTypeDisplay()).isEqualTo("object(City varchar, geo object(a>b number(38,0)))");
        assertThat(column.children()).extracting(Column::name).containsExactly("City", "geo");
        assertThat(column.children()).extracting(Column::constraint).containsExactly("NULL", "NOT_NULL");
        assertThat(column.children().get(0).dataLength()).isEqualTo(16_777_216);
        assertThat(column.children().get(0).dataTypeDisplay()).isEqualTo("varchar(16777216)");
        Column deepest = column.children().get(1).children().get(0);
        assertThat(deepest.name()).isEqualTo("a__reserved__arrow__b");
        assertThat(deepest.displayName()).isEqualTo("a>b");
        assertThat(deepest.ordinalPosition()).isEqualTo(1);
    }

    @Test
    void anArrayHasTheTypeOfItsElements() {
        Column numbers =
                shown("{`type`:`ARRAY`,`elementType`:{`type`:`FIXED`,`precision`:38,`scale`:0,`nullable`:true}}");
        assertThat(numbers.arrayDataType()).isEqualTo("DECIMAL");
        assertThat(numbers.dataTypeDisplay()).isEqualTo("array(number(38,0))");
        assertThat(numbers.precision()).isNull();
        Column objects = shown("{`type`:`ARRAY`,`elementType`:{`type`:`OBJECT`,`fields`:["
                + "{`fieldName`:`x`,`fieldType`:{`type`:`DATE`,`nullable`:true}}]}}");
        assertThat(objects.arrayDataType()).isEqualTo("STRUCT");
        assertThat(objects.children()).extracting(Column::dataType).containsExactly("DATE");
        assertThat(shown("{`type`:`ARRAY`,`nullable`:true}").arrayDataType()).isEqualTo("JSON");
    }

    @Test
    void mapsAndVectorsShowTheirTypes() {
        Column map = shown("{`type`:`MAP`,`nullable`:true,"
                + "`keyType`:{`type`:`TEXT`,`length`:16777216,`byteLength`:67108864,`nullable`:false,`fixed`:false},"
                + "`valueType`:{`type`:`FIXED`,`precision`:38,`scale`:0,`nullable`:true}}");
        assertThat(map.dataType()).isEqualTo("MAP");
        assertThat(map.dataTypeDisplay()).isEqualTo("map(varchar, number(38,0))");
        assertThat(map.children()).isNull();
        Column floats = shown(
                "{`type`:`VECTOR`,`nullable`:true,`vectorElementType`:{`type`:`REAL`,`nullable`:false},`dimension`:256}");
        assertThat(floats.dataType()).isEqualTo("ARRAY");
        assertThat(floats.arrayDataType()).isEqualTo("FLOAT");
        assertThat(floats.dataTypeDisplay()).isEqualTo("vector(float, 256)");
        Column integers = shown("{`type`:`VECTOR`,`vectorElementType`:"
                + "{`type`:`FIXED`,`precision`:38,`scale`:0,`nullable`:false},`dimension`:2}");
        assertThat(integers.arrayDataType()).isEqualTo("INT");
        assertThat(integers.dataTypeDisplay()).isEqualTo("vector(int, 2)");
    }

    @Test
    void typesNestedWithoutEndAreCutOff() {
        StringBuilder json = new StringBuilder("{`type`:`VARIANT`}");
        for (int i = 0; i < 200; i++) {
            json.insert(0, "{`type`:`ARRAY`,`elementType`:").append('}');
        }
        assertThat(shown(json.toString()).dataTypeDisplay()).startsWith("array(array(");
    }

    @Test
    void equalTypesAreOneObject() {
        String json = "{\"type\":\"DATE\",\"nullable\":true}";
        assertThat(shown.of(json)).isSameAs(shown.of(json));
        SourceType date = catalog.of("DATE", null, null, null, null, true);
        assertThat(catalog.of("DATE", null, null, null, null, true)).isSameAs(date);
    }

    private Column catalog(String name, Integer length, Integer precision, Integer scale, Integer seconds) {
        return column(catalog.of(name, length, precision, scale, seconds, true));
    }

    @Test
    void bothWaysSayTheSameOfPlainTypes() {
        for (List<Column> same : List.of(
                List.of(shown("{`type`:`FIXED`,`precision`:12,`scale`:4}"), catalog("NUMBER", null, 12, 4, null)),
                List.of(shown("{`type`:`REAL`}"), catalog("FLOAT", null, null, null, null)),
                List.of(shown("{`type`:`TEXT`,`length`:7}"), catalog("TEXT", 7, null, null, null)),
                List.of(shown("{`type`:`BINARY`,`length`:5}"), catalog("BINARY", 5, null, null, null)),
                List.of(
                        shown("{`type`:`TIMESTAMP_NTZ`,`precision`:0,`scale`:9}"),
                        catalog("TIMESTAMP_NTZ", null, null, null, 9)),
                List.of(shown("{`type`:`VARIANT`}"), catalog("VARIANT", null, null, null, null)),
                List.of(shown("{`type`:`OBJECT`}"), catalog("OBJECT", null, null, null, null)),
                List.of(shown("{`type`:`ARRAY`}"), catalog("ARRAY", null, null, null, null)))) {
            assertThat(same.get(1)).isEqualTo(same.get(0));
        }
    }

    @Test
    void whatTheCatalogDoesNotSayIsLeftOut() {
        assertThat(catalog("TIMESTAMP_TZ", null, null, null, null).dataTypeDisplay())
                .isEqualTo("timestamp_tz");
        assertThat(catalog("MAP", null, null, null, null).dataTypeDisplay()).isEqualTo("map");
        Column vector = catalog("VECTOR", null, null, null, null);
        assertThat(vector.dataType()).isEqualTo("ARRAY");
        assertThat(vector.arrayDataType()).isEqualTo("UNKNOWN");
        assertThat(catalog(null, null, null, null, null).dataType()).isEqualTo("UNKNOWN");
        assertThat(column(catalog.of("DATE", null, null, null, null, false)).constraint())
                .isEqualTo("NOT_NULL");
    }
}
