package io.trawl.testkit.snowflake.zoo;

import io.trawl.testkit.snowflake.model.Column;
import io.trawl.testkit.snowflake.model.ColumnType;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.SemanticView;
import io.trawl.testkit.snowflake.model.SemanticView.Member;
import io.trawl.testkit.snowflake.model.Stage;
import io.trawl.testkit.snowflake.model.Stream;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableBuilder;
import io.trawl.testkit.snowflake.model.TableKind;
import java.util.List;

/** The zoo's schema KINDS: an object of every kind. */
final class ZooKinds {

    private ZooKinds() {}

    static Schema schema() {
        return Schema.builder("KINDS")
                .comment("one of each")
                .tables(tables())
                .tables(views())
                .streams(
                        new Stream(
                                "ORDERS_CHANGES", "ZOO.KINDS.REGULAR_TABLE", "Table", "DEFAULT", "changes", "SYSADMIN"),
                        new Stream("hidden Source", null, "View", "APPEND_ONLY", null, "SYSADMIN"))
                .stages(
                        new Stage("LANDING", "s3://bucket/landing/", "AWS", "files arrive here", "SYSADMIN"),
                        new Stage("internal Stage", "", null, null, "SYSADMIN"))
                .semanticViews(new SemanticView(
                        "REVENUE",
                        List.of(
                                new Member(
                                        "DIMENSION",
                                        Column.of("REGION", ColumnType.text(50)).comment("where")),
                                new Member("FACT", Column.of("LINE_AMOUNT", ColumnType.number(18, 2))),
                                new Member(
                                        "METRIC",
                                        Column.of("TOTAL", ColumnType.number(38, 2))
                                                .comment("sum"))),
                        "create or replace semantic view REVENUE tables (ORDERS as ZOO.KINDS.REGULAR_TABLE);",
                        "revenue by region",
                        "SYSADMIN"))
                .build();
    }

    private static Column id() {
        return Column.of("ID", ColumnType.number(38, 0)).notNull();
    }

    private static TableBuilder table(String name, TableKind kind) {
        return Table.builder(name, kind)
                .columns(id(), Column.of("AT", ColumnType.timestampNtz(9)))
                .comment("a table: " + kind);
    }

    private static List<Table> tables() {
        return List.of(
                table("REGULAR_TABLE", TableKind.REGULAR)
                        .clusterBy("LINEAR(ID, TO_DATE(AT))")
                        .build(),
                table("TRANSIENT_TABLE", TableKind.TRANSIENT).build(),
                table("TEMPORARY_TABLE", TableKind.TEMPORARY).build(),
                table("EXTERNAL_TABLE", TableKind.EXTERNAL)
                        .columns(
                                Column.of("VALUE", ColumnType.variant()),
                                Column.of("DAY", ColumnType.date())
                                        .virtual("TO_DATE(SPLIT_PART(METADATA$FILENAME, '/', 2))"))
                        .location("s3://bucket/landing/orders/")
                        .build(),
                table("DYNAMIC_TABLE", TableKind.DYNAMIC)
                        .text("create or replace dynamic table DYNAMIC_TABLE(ID, AT) target_lag = '1 hour' warehouse ="
                                + " COMPUTE_WH as select ID, AT from REGULAR_TABLE")
                        .clusterBy("LINEAR(AT)")
                        .build(),
                table("ICEBERG_TABLE", TableKind.ICEBERG)
                        .location("orders/iceberg/")
                        .build(),
                table("HYBRID_TABLE", TableKind.HYBRID).build(),
                table("EVENT_TABLE", TableKind.EVENT)
                        .columns(
                                Column.of("TIMESTAMP", ColumnType.timestampNtz(9)),
                                Column.of("RECORD", ColumnType.object()))
                        .build(),
                Table.builder("NO_COLUMNS", TableKind.REGULAR).build(),
                table("OWNED_BY_NOBODY", TableKind.REGULAR).owner("").build());
    }

    private static List<Table> views() {
        return List.of(
                Table.builder("PLAIN_VIEW", TableKind.VIEW)
                        .columns(id())
                        .text("create view PLAIN_VIEW as\nselect ID from REGULAR_TABLE -- all of them")
                        .comment("a view")
                        .build(),
                Table.builder("LISTED_TWICE", TableKind.VIEW)
                        .columns(id())
                        .text("create view LISTED_TWICE as select ID from REGULAR_TABLE")
                        .listedTwice()
                        .build(),
                Table.builder("SECURE_VIEW", TableKind.VIEW)
                        .columns(id())
                        .text("create secure view SECURE_VIEW as select ID from REGULAR_TABLE")
                        .secure()
                        .build(),
                Table.builder("OWN_SECURE_VIEW", TableKind.VIEW)
                        .columns(id())
                        .text("create secure view OWN_SECURE_VIEW as select ID from REGULAR_TABLE")
                        .secure()
                        .owner(SnowflakeZoo.ROLE)
                        .build(),
                Table.builder("MATERIALIZED", TableKind.MATERIALIZED_VIEW)
                        .columns(id())
                        .text("create materialized view MATERIALIZED as select ID from REGULAR_TABLE")
                        .clusterBy("LINEAR(ID)")
                        .build(),
                Table.builder("SECURE_MATERIALIZED", TableKind.MATERIALIZED_VIEW)
                        .columns(id())
                        .text("create secure materialized view SECURE_MATERIALIZED as select ID from REGULAR_TABLE")
                        .secure()
                        .build(),
                Table.builder("HIDDEN_TEXT", TableKind.VIEW)
                        .columns(id())
                        .text("create view HIDDEN_TEXT as select ID from REGULAR_TABLE")
                        .textHidden()
                        .build());
    }
}
