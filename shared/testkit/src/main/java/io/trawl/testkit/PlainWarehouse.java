package io.trawl.testkit;

import java.sql.SQLException;

/**
 * Tables alike, made by the server itself in a few blocks: a statement for each would spend its time on the way.
 *
 * @param tables how many
 * @param columns of each
 * @param schemas how many the tables are dealt to
 */
record PlainWarehouse(int tables, int columns, int schemas) {

    /** A transaction's worth: each table takes about five locks, and a server has at least 6,400 by default. */
    private static final int TABLES_PER_TRANSACTION = 500;

    private static final String[] TYPES = {
        "varchar(120)", "numeric(14,2)", "timestamp with time zone", "integer", "date", "boolean", "double precision",
    };

    PlainWarehouse {
        if (tables < 1 || columns < 4 || schemas < 1) {
            throw new IllegalArgumentException(
                    "plain warehouse: needs at least 1 table, 4 columns and 1 schema, but got " + tables + ", "
                            + columns + ", " + schemas);
        }
    }

    void write(SqlBatch sql) throws SQLException {
        for (int schema = 0; schema < schemas; schema++) {
            sql.add("CREATE SCHEMA plain_%03d", schema);
        }
        for (int from = 0; from < tables; from += TABLES_PER_TRANSACTION) {
            sql.add(block(from, Math.min(from + TABLES_PER_TRANSACTION, tables)));
            sql.flush();
        }
    }

    private String block(int from, int to) {
        return """
                DO $block$
                DECLARE
                  schema_name text;
                  table_name text;
                BEGIN
                  FOR i IN %d .. %d LOOP
                    schema_name := 'plain_' || to_char(i %% %d, 'FM000');
                    table_name := 'table_' || to_char(i, 'FM000000');
                    EXECUTE format('CREATE TABLE %%I.%%I (%s)', schema_name, table_name);
                    IF i >= %3$d AND i %% 4 = 0 THEN
                      EXECUTE format('ALTER TABLE %%I.%%I ADD FOREIGN KEY (parent_id) REFERENCES %%I.%%I',
                          schema_name, table_name, schema_name, 'table_' || to_char(i - %3$d, 'FM000000'));
                    END IF;
                    EXECUTE format('COMMENT ON TABLE %%I.%%I IS %%L', schema_name, table_name, 'Table number ' || i);
                    EXECUTE format('COMMENT ON COLUMN %%I.%%I.code IS %%L', schema_name, table_name, 'Natural key');
                    EXECUTE format('COMMENT ON COLUMN %%I.%%I.parent_id IS %%L', schema_name, table_name, 'What it belongs to');
                  END LOOP;
                END $block$""".formatted(from, to - 1, schemas, columnList());
    }

    private String columnList() {
        StringBuilder list = new StringBuilder(
                "id bigint PRIMARY KEY, code varchar(40) NOT NULL UNIQUE, parent_id bigint, created_at timestamp NOT NULL DEFAULT now()");
        for (int column = 4; column < columns; column++) {
            list.append(", column_").append(column).append(' ').append(TYPES[column % TYPES.length]);
        }
        return list.toString();
    }
}
