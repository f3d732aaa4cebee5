package io.trawl.environment;

import com.fasterxml.jackson.databind.JsonNode;
import io.trawl.api.model.Fqn;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.openmetadata.OpenMetadataServer;
import io.trawl.testkit.openmetadata.StoredEntity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds a catalog against its source: every table, its columns, its foreign keys. What makes the server look like Redshift,
 * in {@code redshift_setup}, is none.
 */
public final class CatalogAudit {

    private static final String COLUMNS =
            "SELECT n.nspname, c.relname, a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN"
                    + " pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE c.relkind = 'r'"
                    + " AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'redshift_setup') ORDER BY c.oid,"
                    + " a.attnum";
    private static final String FOREIGN_KEYS =
            "SELECT n.nspname, c.relname, a.attname, fn.nspname, f.relname, fa.attname FROM pg_constraint k"
                    + " JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " JOIN pg_class f ON f.oid = k.confrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace"
                    + " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]"
                    + " JOIN pg_attribute fa ON fa.attrelid = f.oid AND fa.attnum = k.confkey[1]"
                    + " WHERE k.contype = 'f'";

    private final Map<String, Table> source = new TreeMap<>();

    /**
     * A table as both sides tell it.
     *
     * @param foreignKeys {@code column -> fully qualified column}, each of one column
     */
    public record Table(List<String> columns, List<String> foreignKeys) {}

    /** Reads the source as it is now. */
    public CatalogAudit(String service, EmbeddedDatabase server, String database) {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(COLUMNS)) {
                while (row.next()) {
                    source.computeIfAbsent(
                                    Fqn.of(service, database, row.getString(1), row.getString(2)),
                                    fqn -> new Table(new ArrayList<>(), new ArrayList<>()))
                            .columns()
                            .add(row.getString(3));
                }
            }
            try (ResultSet row = statement.executeQuery(FOREIGN_KEYS)) {
                while (row.next()) {
                    source.get(Fqn.of(service, database, row.getString(1), row.getString(2)))
                            .foreignKeys()
                            .add(row.getString(3) + " -> "
                                    + Fqn.of(service, database, row.getString(4), row.getString(5), row.getString(6)));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many tables the source has. */
    public int size() {
        return source.size();
    }

    /** Whether the source's table has a foreign key. */
    public boolean hasForeignKey(String fqn) {
        return source.containsKey(fqn) && !source.get(fqn).foreignKeys().isEmpty();
    }

    /** A line for each table that is missing, unexpected, deleted or different. */
    public List<String> faults(OpenMetadataServer catalog) {
        Map<String, Table> left = new TreeMap<>(source);
        List<String> faults = new ArrayList<>();
        for (StoredEntity stored : catalog.all("table")) {
            Table expected = left.remove(stored.fqn());
            Table found = table(stored.document());
            if (expected == null) {
                faults.add("unexpected: " + stored.fqn());
            } else if (stored.deleted()) {
                faults.add("deleted: " + stored.fqn());
            } else if (!found.equals(expected)) {
                faults.add("different: " + stored.fqn() + ": " + found + ", not " + expected);
            }
        }
        left.keySet().forEach(fqn -> faults.add("missing: " + fqn));
        return faults;
    }

    /** A table as a create request has it. */
    public static Table table(JsonNode request) {
        List<String> columns = new ArrayList<>();
        request.path("columns")
                .forEach(column -> columns.add(column.path("name").asText()));
        List<String> foreignKeys = new ArrayList<>();
        for (JsonNode constraint : request.path("tableConstraints")) {
            if (constraint.path("constraintType").asText().equals("FOREIGN_KEY")) {
                foreignKeys.add(constraint.path("columns").path(0).asText() + " -> "
                        + constraint.path("referredColumns").path(0).asText());
            }
        }
        return new Table(columns, foreignKeys);
    }
}
