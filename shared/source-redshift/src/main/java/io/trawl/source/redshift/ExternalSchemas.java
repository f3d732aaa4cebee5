package io.trawl.source.redshift;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Says which schemas are external. */
final class ExternalSchemas {

    private static final Sql SCHEMAS = Sql.load("external-schemas.sql");

    private ExternalSchemas() {}

    /** Those of some schemas of the session's database that are external. */
    static List<String> among(Connection session, Collection<String> schemas) throws SQLException {
        Set<String> asked = Set.copyOf(schemas);
        List<String> external = new ArrayList<>();
        try (PreparedStatement statement = session.prepareStatement(SCHEMAS.text());
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                if (asked.contains(row.getString(1))) {
                    external.add(row.getString(1));
                }
            }
        }
        return external;
    }
}
