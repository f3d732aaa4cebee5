package io.trawl.testkit.redshift;

import io.trawl.testkit.SampleWarehouse;
import java.sql.Connection;
import java.sql.SQLException;

/** Many tables alike, with distribution and sort keys, for measuring. */
public final class RedshiftWarehouse {

    /** As tables of a warehouse often are: distributed by id, sorted by created_at and id, and compressed. */
    private static final String KEYS = """
            INSERT INTO redshift_setup.relation (reloid, diststyle, effective, sort_kind, tbl_rows, distkey, sortkeys, encodings)
            SELECT c.oid, 1, 1, 'COMPOUND', 1, 1, '{2, 0, 0, 1}', array_fill(20::smallint, ARRAY[c.relnatts::integer])
            FROM pg_catalog.pg_class c
            WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text LIKE 'plain\\_%';
            ANALYZE;
            """;

    private RedshiftWarehouse() {}

    /**
     * Makes the tables of {@link SampleWarehouse#plain}, each with a distribution key ({@code id}), a compound sort key
     * ({@code created_at}, {@code id}) and an encoding of every column.
     *
     * @param database is made if it is not there
     */
    public static SampleWarehouse.Contents fill(
            RedshiftServer server, String database, int tables, int columns, int schemas) {
        server.createDatabase(database);
        try (Connection connection = server.connect(database)) {
            SampleWarehouse.Contents contents =
                    SampleWarehouse.plain(tables, columns, schemas).fill(connection);
            connection.createStatement().execute(KEYS);
            return contents;
        } catch (SQLException e) {
            throw new IllegalStateException("in " + database + ": " + e.getMessage(), e);
        }
    }
}
