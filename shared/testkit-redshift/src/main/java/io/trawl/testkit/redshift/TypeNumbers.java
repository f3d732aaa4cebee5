package io.trawl.testkit.redshift;

import io.trawl.testkit.wire.Message;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * Redshift's own types by the numbers that its driver knows them by. PostgreSQL gives them numbers of its choice, the same in
 * every database.
 */
final class TypeNumbers {

    /** Source: Oid.java of Amazon's driver. */
    private static final Map<String, Integer> REDSHIFT = Map.of(
            "super", 4000,
            "hllsketch", 2935,
            "geometry", 3000,
            "geography", 3001,
            "varbyte", 6551,
            "intervaly2m", 1188,
            "intervald2s", 1190);

    private final Map<Integer, Integer> numbers = new HashMap<>();

    /** @param connection to any database that has the types */
    TypeNumbers(Connection connection) throws SQLException {
        String sql = "SELECT typname, oid FROM pg_catalog.pg_type WHERE typnamespace = 'redshift'::regnamespace";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                Integer number = REDSHIFT.get(row.getString(1));
                if (number != null) {
                    numbers.put(row.getInt(2), number);
                }
            }
        }
    }

    /**
     * A RowDescription with Redshift's numbers.
     *
     * @param uppercase whether names are to be in capitals; other letters than ASCII's stay
     */
    Message translate(Message description, boolean uppercase) {
        byte[] body = description.body().clone();
        ByteBuffer fields = ByteBuffer.wrap(body);
        int at = 2;
        for (int left = fields.getShort(0); left > 0; left--) {
            for (int letter = at; uppercase && body[letter] != 0; letter++) {
                body[letter] = (byte) (body[letter] >= 'a' && body[letter] <= 'z' ? body[letter] - 32 : body[letter]);
            }
            int type = description.end(at) + 7; // behind the name's end come the table's oid and the column's number
            fields.putInt(type, numbers.getOrDefault(fields.getInt(type), fields.getInt(type)));
            at = type + 12;
        }
        return new Message(description.type(), body);
    }
}
