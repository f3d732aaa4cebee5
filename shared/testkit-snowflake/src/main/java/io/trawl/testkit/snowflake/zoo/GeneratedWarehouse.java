package io.trawl.testkit.snowflake.zoo;

import io.trawl.testkit.snowflake.model.Column;
import io.trawl.testkit.snowflake.model.ColumnType;
import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.ForeignKey;
import io.trawl.testkit.snowflake.model.Key;
import io.trawl.testkit.snowflake.model.Routine;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.SchemaBuilder;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Large warehouses that cost little memory: tables share their columns and keys. Each table {@code T_000001} has
 * {@value #COLUMNS} columns and a primary key {@code PK}; every third has a foreign key; every tenth is a view.
 */
public final class GeneratedWarehouse {

    /** The database of the generated schemas. */
    public static final String DATABASE = "BIG";
    /** How many columns each table and view has. */
    public static final int COLUMNS = 8;

    private static final List<Column> SHARED = List.of(
            Column.of("ID", ColumnType.number(38, 0)).notNull().identity(1, 1, false),
            Column.of("CUSTOMER_ID", ColumnType.number(38, 0)),
            Column.of("NAME", ColumnType.text(200)).comment("as the customer wrote it"),
            Column.of("AMOUNT", ColumnType.number(18, 2)).defaultTo("0"),
            Column.of("PAYLOAD", ColumnType.variant()),
            Column.of("ACTIVE", ColumnType.bool()),
            Column.of("CREATED_AT", ColumnType.timestampNtz(9)),
            Column.of("UPDATED_AT", ColumnType.timestampLtz(9)));
    private static final Key PRIMARY = Key.primary("PK", "ID");

    private GeneratedWarehouse() {}

    /** A name as generated, from 1. */
    public static String table(int number) {
        return String.format("T_%06d", number);
    }

    /** A schema's name as generated, from 1. */
    public static String schema(int number) {
        return String.format("S_%03d", number);
    }

    /** So many schemas with so many tables and views each. */
    public static SnowflakeModel schemas(int schemas, int tables) {
        List<Schema> all = new ArrayList<>();
        for (int number = 1; number <= schemas; number++) {
            all.add(describe(schema(number), tables, 0).build());
        }
        return SnowflakeModel.of(Database.of(DATABASE, all));
    }

    /** One schema {@code S_001} with so many tables and views and so many procedures. */
    public static SnowflakeModel oneSchema(int tables, int procedures) {
        return SnowflakeModel.of(
                Database.of(DATABASE, describe(schema(1), tables, procedures).build()));
    }

    private static SchemaBuilder describe(String schema, int tables, int procedures) {
        ForeignKey[] first = {
            new ForeignKey("FK", List.of("CUSTOMER_ID"), DATABASE, schema, table(1), List.of("ID"), "PK")
        };
        List<Table> all = new ArrayList<>(tables);
        for (int number = 1; number <= tables; number++) {
            all.add(table(number, first));
        }
        return Schema.builder(schema)
                .tables(all)
                .procedures(IntStream.rangeClosed(1, procedures)
                        .mapToObj(number -> Routine.of(
                                String.format("P_%06d", number),
                                "VARCHAR",
                                "begin return 'done'; end",
                                Routine.argument("ID", "NUMBER")))
                        .toArray(Routine[]::new));
    }

    private static Table table(int number, ForeignKey[] first) {
        boolean view = number % 10 == 0;
        var builder = Table.builder(table(number), view ? TableKind.VIEW : TableKind.REGULAR)
                .columns(SHARED);
        if (view) {
            return builder.text("create view " + table(number) + " as select * from T_000001")
                    .build();
        }
        if (number % 3 == 0) {
            builder.foreignKeys(first);
        }
        return builder.keys(PRIMARY).build();
    }
}
