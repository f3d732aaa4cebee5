package io.trawl.testkit.snowflake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.snowflake.client.api.driver.SnowflakeDriver;

/** Connects the real driver to the server as Trawl's source does, and reads results. */
final class Driver {

    /** Kept, else the level is forgotten: the driver logs each failure, which tests cause on purpose. */
    private static final Logger LOGGER = Logger.getLogger("net.snowflake");

    static {
        LOGGER.setLevel(Level.OFF);
    }

    private Driver() {}

    /** What the driver must know to ask only the server. */
    static Properties properties(SnowflakeServer server) {
        Properties properties = new Properties();
        properties.put("account", server.account());
        properties.put("user", "TRAWL");
        properties.put("password", "secret");
        properties.put("warehouse", "COMPUTE_WH");
        properties.put("application", "trawl");
        properties.put("CLIENT_TELEMETRY_ENABLED", "false");
        properties.put("disablePlatformDetection", "true");
        properties.put("JDBC_QUERY_RESULT_FORMAT", "JSON");
        properties.put("QUERY_TAG", "trawl");
        properties.put("loginTimeout", "10");
        properties.put("networkTimeout", "20000");
        properties.put("maxHttpRetries", "1");
        return properties;
    }

    static Connection connect(SnowflakeServer server) throws SQLException {
        return connect(server, properties(server));
    }

    static Connection connect(SnowflakeServer server, Properties properties) throws SQLException {
        return new SnowflakeDriver().connect(server.jdbcUrl(), properties);
    }

    /** All rows: by the columns' labels, in order. */
    static List<Map<String, String>> rows(Connection connection, String sql, Object... binds) throws SQLException {
        if (binds.length == 0) {
            try (Statement statement = connection.createStatement();
                    ResultSet results = statement.executeQuery(sql)) {
                return rows(results);
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < binds.length; i++) {
                statement.setObject(i + 1, binds[i]);
            }
            try (ResultSet results = statement.executeQuery()) {
                return rows(results);
            }
        }
    }

    private static List<Map<String, String>> rows(ResultSet results) throws SQLException {
        List<Map<String, String>> rows = new ArrayList<>();
        ResultSetMetaData columns = results.getMetaData();
        while (results.next()) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                row.put(columns.getColumnLabel(i), results.getString(i));
            }
            rows.add(row);
        }
        return rows;
    }

    /** One column of all rows. */
    static List<String> column(Connection connection, String label, String sql, Object... binds) throws SQLException {
        return rows(connection, sql, binds).stream().map(row -> row.get(label)).toList();
    }
}
