package io.trawl.testkit.snowflake.zoo;

import io.trawl.testkit.snowflake.model.Column;
import io.trawl.testkit.snowflake.model.ColumnType;
import io.trawl.testkit.snowflake.model.ColumnType.Field;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import java.util.List;

/** The zoo's schema TYPES: a column of every type, and everything that a column may have. */
final class ZooTypes {

    private ZooTypes() {}

    static Schema schema() {
        return Schema.builder("TYPES").tables(scalars(), nested(), attributes()).build();
    }

    private static Table scalars() {
        return Table.builder("SCALARS", TableKind.REGULAR)
                .columns(
                        Column.of("NUMBER_38_0", ColumnType.number(38, 0)),
                        Column.of("NUMBER_10_2", ColumnType.number(10, 2)),
                        Column.of("FLOAT_", ColumnType.real()),
                        Column.of("DECFLOAT_", ColumnType.decfloat()),
                        Column.of("VARCHAR_", ColumnType.text()),
                        Column.of("VARCHAR_20", ColumnType.text(20)),
                        Column.of("CHAR_1", ColumnType.text(1)),
                        Column.of("COLLATED", ColumnType.text(20, "en-ci")),
                        Column.of("BINARY_", ColumnType.binary(8_388_608)),
                        Column.of("BINARY_16", ColumnType.binary(16)),
                        Column.of("BOOLEAN_", ColumnType.bool()),
                        Column.of("DATE_", ColumnType.date()),
                        Column.of("TIME_9", ColumnType.time(9)),
                        Column.of("TIME_3", ColumnType.time(3)),
                        Column.of("TIMESTAMP_NTZ_9", ColumnType.timestampNtz(9)),
                        Column.of("TIMESTAMP_LTZ_6", ColumnType.timestampLtz(6)),
                        Column.of("TIMESTAMP_TZ_0", ColumnType.timestampTz(0)),
                        Column.of("GEOGRAPHY_", ColumnType.geography()),
                        Column.of("GEOMETRY_", ColumnType.geometry()),
                        Column.of("FILE_", ColumnType.unknown("FILE")),
                        Column.of("UUID_", ColumnType.unknown("UUID")))
                .build();
    }

    private static Table nested() {
        ColumnType address = ColumnType.object(List.of(
                new Field("street", ColumnType.text(100), true),
                new Field("Zip Code", ColumnType.number(5, 0), false)));
        ColumnType person = ColumnType.object(List.of(
                new Field("name", ColumnType.text(), false),
                new Field("addresses", ColumnType.array(address), true),
                new Field("labels", ColumnType.map(ColumnType.text(50), ColumnType.bool()), true),
                new Field("a \"quoted\" field", ColumnType.variant(), true)));
        return Table.builder("NESTED", TableKind.REGULAR)
                .columns(
                        Column.of("VARIANT_", ColumnType.variant()),
                        Column.of("OBJECT_", ColumnType.object()),
                        Column.of("ARRAY_", ColumnType.array()),
                        Column.of("STRUCTURED_OBJECT", person).notNull(),
                        Column.of("STRUCTURED_ARRAY", ColumnType.array(ColumnType.number(38, 0))),
                        Column.of("ARRAY_OF_ARRAYS", ColumnType.array(ColumnType.array(ColumnType.date()))),
                        Column.of("MAP_OF_NUMBERS", ColumnType.map(ColumnType.text(), ColumnType.number(38, 2))),
                        Column.of("MAP_OF_OBJECTS", ColumnType.map(ColumnType.number(38, 0), address)),
                        Column.of("VECTOR_OF_FLOATS", ColumnType.vector(true, 256)),
                        Column.of("VECTOR_OF_INTS", ColumnType.vector(false, 3)))
                .build();
    }

    private static Table attributes() {
        return Table.builder("ATTRIBUTES", TableKind.REGULAR)
                .columns(
                        Column.of("ID", ColumnType.number(38, 0)).notNull().identity(100, 5, true),
                        Column.of("DEFAULT_TEXT", ColumnType.text(20)).defaultTo("'it''s'"),
                        Column.of("DEFAULT_TIME", ColumnType.timestampLtz(9)).defaultTo("CURRENT_TIMESTAMP()"),
                        Column.of("DEFAULT_NUMBER", ColumnType.number(10, 2)).defaultTo("0.00"),
                        Column.of("FROM_SEQUENCE", ColumnType.number(38, 0)).defaultTo("ZOO.TYPES.SEQ.NEXTVAL"),
                        Column.of("COMPUTED", ColumnType.number(38, 2)).virtual("DEFAULT_NUMBER * 2"),
                        Column.of("COMMENTED", ColumnType.bool()).comment("yes or \"no\"\n✓"))
                .build();
    }
}
