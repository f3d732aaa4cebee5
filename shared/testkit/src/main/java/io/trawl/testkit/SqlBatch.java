package io.trawl.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Sends statements by the hundred, each hundred in a transaction of its own, so that no transaction holds many locks. */
final class SqlBatch implements AutoCloseable {

    private static final int SIZE = 100;

    private final Connection connection;
    private final Statement statement;
    private int pending;

    SqlBatch(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        statement = connection.createStatement();
        add("SET synchronous_commit = off");
    }

    /** Adds one statement, which is not sent before {@link #SIZE} of them are there. */
    void add(String sql) throws SQLException {
        statement.addBatch(sql);
        if (++pending == SIZE) {
            flush();
        }
    }

    /** Adds a statement made as by {@link String#format}. */
    void add(String template, Object... arguments) throws SQLException {
        add(template.formatted(arguments));
    }

    /** Sends what is pending and commits. */
    void flush() throws SQLException {
        statement.executeBatch();
        connection.commit();
        pending = 0;
    }

    /** Sends the rest and gives the connection back in autocommit. */
    @Override
    public void close() throws SQLException {
        try {
            flush();
        } finally {
            statement.close();
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
