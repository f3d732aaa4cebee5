package io.trawl.testkit.snowflake.zoo;

import io.trawl.testkit.snowflake.model.Column;
import io.trawl.testkit.snowflake.model.ColumnType;
import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import io.trawl.testkit.snowflake.model.Tag;

/**
 * An account with every kind and type and with strange names. The role {@code INGESTION} may use all of it but the schema
 * {@value #FORBIDDEN_SCHEMA} and the database {@value #FORBIDDEN_DATABASE}; objects belong to {@code SYSADMIN}, so that
 * definitions which only owners see are hidden from it. INGESTION may read ACCOUNT_USAGE.
 */
public final class SnowflakeZoo {

    /** The role to read it with. */
    public static final String ROLE = "INGESTION";
    /** The database of most schemas. */
    public static final String DATABASE = "ZOO";
    /** A database whose name must be quoted. */
    public static final String STRANGE_DATABASE = "other-db \"x\".y%z_ä\\";
    /** A database from a share. */
    public static final String SHARED_DATABASE = "SHARED";
    /** A database that only ADMINS may use. */
    public static final String FORBIDDEN_DATABASE = "FORBIDDEN_DB";
    /** A schema of {@link #DATABASE} that only ADMINS may use. */
    public static final String FORBIDDEN_SCHEMA = "FORBIDDEN";
    /** A schema of {@link #DATABASE} whose name must be quoted. */
    public static final String STRANGE_SCHEMA = "Strange \"schema\".of%all_kinds\\ ✓";

    private SnowflakeZoo() {}

    /** The account. */
    public static SnowflakeModel model() {
        return SnowflakeModel.of(
                        Database.of(
                                        DATABASE,
                                        ZooKinds.schema(),
                                        ZooTypes.schema(),
                                        ZooKeys.schema(),
                                        ZooRoutines.schema(),
                                        tagged(),
                                        strange(),
                                        Schema.builder("EMPTY")
                                                .comment("no object at all")
                                                .build(),
                                        forbidden(),
                                        wildcard("A_B"),
                                        wildcard("AXB"),
                                        wildcard("A%B"),
                                        wildcard("a_b"))
                                .comment("every kind of animal")
                                .tags(new Tag(DATABASE, "TAGGED", "DOMAIN", "zoology")),
                        Database.of(STRANGE_DATABASE, wildcard("public"), wildcard("PUBLIC")),
                        Database.of(SHARED_DATABASE, wildcard("PUBLIC")).imported("PROVIDER.SHARE"),
                        Database.of(FORBIDDEN_DATABASE, wildcard("PUBLIC")).onlyFor("ADMINS"))
                .accountUsageFor(ROLE);
    }

    private static Column id() {
        return Column.of("ID", ColumnType.number(38, 0)).notNull();
    }

    private static Schema forbidden() {
        return Schema.builder(FORBIDDEN_SCHEMA)
                .onlyFor("ADMINS")
                .tables(Table.builder("SALARIES", TableKind.REGULAR)
                        .columns(id())
                        .build())
                .build();
    }

    /** A schema whose name another schema's name matches as a pattern; the table says in which schema it is. */
    private static Schema wildcard(String name) {
        return Schema.builder(name)
                .tables(Table.builder("T", TableKind.REGULAR)
                        .columns(id())
                        .comment("of " + name)
                        .build())
                .build();
    }

    private static Schema tagged() {
        return Schema.builder("TAGGED")
                .tags(new Tag(DATABASE, "TAGGED", "COST_CENTER", "finance"))
                .tables(Table.builder("CUSTOMERS", TableKind.REGULAR)
                        .columns(
                                id(),
                                Column.of("EMAIL", ColumnType.text(320))
                                        .tags(
                                                new Tag(DATABASE, "TAGGED", "PII", "email"),
                                                new Tag("SNOWFLAKE", "CORE", "SEMANTIC_CATEGORY", "EMAIL")),
                                Column.of("mixed Case", ColumnType.text(10))
                                        .tags(new Tag(DATABASE, "TAGGED", "PII", "it's \"quoted\"")))
                        .tags(
                                new Tag(DATABASE, "TAGGED", "COST_CENTER", "sales"),
                                new Tag(DATABASE, "TAGGED", "Retention.Policy", "7 years"))
                        .build())
                .build();
    }

    private static Schema strange() {
        return Schema.builder(STRANGE_SCHEMA)
                .comment("a \"quoted\" 'comment'\nof two lines \\ ✓")
                .tables(
                        named("lower"),
                        named("LOWER"),
                        named("Mixed Case"),
                        named("with \"double\" quotes"),
                        named("with 'single' quotes"),
                        named("with.dot"),
                        named("with_underscore"),
                        named("withXunderscore"),
                        named("with%percent"),
                        named("back\\slash"),
                        named("back\\\\slashes\\"),
                        named("ünïcödé 表 😀"),
                        named("\uFF5E after the surrogates"),
                        named(" leading and trailing "),
                        named("two\nlines"),
                        named("1 begins with a digit"),
                        named("semi;colon -- /* comment */"),
                        named("select"),
                        named("N".repeat(255)))
                .build();
    }

    private static Table named(String name) {
        return Table.builder(name, TableKind.REGULAR)
                .columns(
                        Column.of("id", ColumnType.number(38, 0)).notNull(),
                        Column.of("ID", ColumnType.number(38, 0)),
                        Column.of("of \"" + name + "\"", ColumnType.text(10)))
                .comment("named " + name)
                .build();
    }
}
