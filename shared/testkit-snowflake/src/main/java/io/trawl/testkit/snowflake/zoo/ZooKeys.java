package io.trawl.testkit.snowflake.zoo;

import io.trawl.testkit.snowflake.model.Column;
import io.trawl.testkit.snowflake.model.ColumnType;
import io.trawl.testkit.snowflake.model.ForeignKey;
import io.trawl.testkit.snowflake.model.Key;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import java.util.List;

/** The zoo's schema KEYS: the same constraint names on several tables, composite keys, keys that lead elsewhere. */
final class ZooKeys {

    private static final String SCHEMA = "KEYS";

    private ZooKeys() {}

    static Schema schema() {
        Column id = Column.of("ID", ColumnType.number(38, 0)).notNull();
        Column customer = Column.of("CUSTOMER_ID", ColumnType.number(38, 0));
        Column country = Column.of("COUNTRY", ColumnType.text(2)).notNull();
        return Schema.builder(SCHEMA)
                .tables(
                        Table.builder("COUNTRIES", TableKind.REGULAR)
                                .columns(country)
                                .keys(Key.primary("PK", "COUNTRY"))
                                .build(),
                        Table.builder("CUSTOMERS", TableKind.REGULAR)
                                .columns(
                                        id,
                                        country,
                                        Column.of("EMAIL", ColumnType.text(320)),
                                        Column.of("PHONE", ColumnType.text(30)))
                                .keys(
                                        Key.primary("PK", "COUNTRY", "ID"),
                                        Key.unique("UQ_EMAIL", "EMAIL"),
                                        Key.unique("UQ_PHONE", "PHONE", "COUNTRY"))
                                .foreignKeys(to("FK_COUNTRY", List.of("COUNTRY"), "COUNTRIES", "COUNTRY"))
                                .build(),
                        Table.builder("ORDERS", TableKind.REGULAR)
                                .columns(id, customer, country)
                                .keys(Key.primary("PK", "ID"), Key.unique("UQ_EMAIL", "CUSTOMER_ID"))
                                .foreignKeys(to(
                                        "FK_CUSTOMER", List.of("COUNTRY", "CUSTOMER_ID"), "CUSTOMERS", "COUNTRY", "ID"))
                                .build(),
                        Table.builder("INVOICES", TableKind.HYBRID)
                                .columns(id, customer, country, Column.of("KIND", ColumnType.number(38, 0)))
                                .keys(Key.primary("PK", "ID"))
                                .foreignKeys(
                                        to(
                                                "FK_CUSTOMER",
                                                List.of("COUNTRY", "CUSTOMER_ID"),
                                                "CUSTOMERS",
                                                "COUNTRY",
                                                "ID"),
                                        new ForeignKey(
                                                "FK_ELSEWHERE",
                                                List.of("KIND"),
                                                SnowflakeZoo.STRANGE_DATABASE,
                                                "public",
                                                "T",
                                                List.of("ID"),
                                                "PK"))
                                .build(),
                        Table.builder("my \"Orders\"", TableKind.REGULAR)
                                .columns(Column.of("my.ID", ColumnType.number(38, 0)))
                                .keys(Key.primary("the \"key\"", "my.ID"))
                                .build())
                .build();
    }

    private static ForeignKey to(String name, List<String> columns, String table, String... references) {
        return new ForeignKey(name, columns, SnowflakeZoo.DATABASE, SCHEMA, table, List.of(references), "PK");
    }
}
