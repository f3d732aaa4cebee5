package io.trawl.testkit;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Fills a PostgreSQL database with tables that are worth ingesting. The same arguments make the same database, whatever
 * the machine; no table holds a row.
 */
public final class SampleWarehouse {

    /** The seed that demo and dev mode use. */
    public static final long SEED = 1;

    private final String name;
    private final Contents contents;
    private final Writer writer;

    private SampleWarehouse(String name, Contents contents, Writer writer) {
        this.name = name;
        this.contents = contents;
        this.writer = writer;
    }

    /** How a kind of warehouse writes itself. */
    @FunctionalInterface
    interface Writer {
        void write(SqlBatch sql) throws SQLException;
    }

    /**
     * How many of what there is, as pg_class and pg_proc count them, without what belongs to an extension.
     *
     * @param tables ordinary tables that are no partition
     * @param partitionedTables tables with partitions
     * @param partitions partitions, which are no entities
     * @param views views
     * @param materializedViews materialized views
     * @param foreignTables foreign tables
     * @param functions functions, overloads included
     * @param procedures procedures, overloads included
     */
    public record Contents(
            int tables,
            int partitionedTables,
            int partitions,
            int views,
            int materializedViews,
            int foreignTables,
            int functions,
            int procedures) {

        /** How many entities of type table there are: everything but partitions and routines. */
        public int tableEntities() {
            return tables + partitionedTables + views + materializedViews + foreignTables;
        }

        /** How many entities of type stored procedure there are. */
        public int procedureEntities() {
            return functions + procedures;
        }
    }

    /**
     * A warehouse as companies have them: schemas by department and by layer, every kind of table, keys, comments, types
     * of its own, policies, routines with overloads, and some odd names in the schema {@code odd}.
     *
     * @param tables how many entities of type table, at least 100; a twentieth as many routines come with them
     * @param seed decides which columns, comments and keys a table has
     */
    public static SampleWarehouse demo(int tables, long seed) {
        if (tables < 100) {
            throw new IllegalArgumentException("tables: " + tables + ": a demo warehouse needs at least 100");
        }
        DemoPlan plan = new DemoPlan(tables);
        return new SampleWarehouse(
                "demo warehouse of " + tables + " tables, seed " + seed,
                plan.contents(),
                sql -> new DemoWarehouse(plan, seed, sql).write());
    }

    /**
     * Many tables alike, for measuring: a primary key and a unique constraint on each, a foreign key on each fourth, a
     * comment on each table and on two of its columns. Schemas are {@code plain_000} and so on, tables
     * {@code table_000000} and so on, dealt to the schemas in turn.
     *
     * @param tables how many, at least 1
     * @param columns of each table, at least 4
     * @param schemas how many, at least 1
     */
    public static SampleWarehouse plain(int tables, int columns, int schemas) {
        PlainWarehouse plain = new PlainWarehouse(tables, columns, schemas);
        return new SampleWarehouse(
                "plain warehouse of " + tables + " tables", new Contents(tables, 0, 0, 0, 0, 0, 0, 0), plain::write);
    }

    /** What a fill makes. */
    public Contents contents() {
        return contents;
    }

    /**
     * Makes everything through one connection, and prints what it is on stderr. Objects of the same names must not be
     * there yet.
     *
     * @param connection in autocommit, as a superuser or the database's owner; left open
     */
    public Contents fill(Connection connection) throws SQLException {
        System.err.println(this + ": " + connection.getMetaData().getURL());
        try (SqlBatch sql = new SqlBatch(connection)) {
            writer.write(sql);
        }
        return contents;
    }

    /** The same for a database of an embedded server; the database is made if it is not there. */
    public Contents fill(EmbeddedDatabase server, String database) {
        server.createDatabase(database);
        try (Connection connection = server.connect(database)) {
            return fill(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
