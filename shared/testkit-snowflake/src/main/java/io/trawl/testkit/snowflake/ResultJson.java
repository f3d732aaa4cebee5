package io.trawl.testkit.snowflake;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.testkit.snowflake.answer.Answer;
import io.trawl.testkit.snowflake.sql.SqlException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Results and failures on the wire, as the driver's SnowflakeResultSetSerializableV1 and SnowflakeUtil read them. In JSON
 * results every value is a string or null: instants are seconds and nanoseconds since 1970.
 */
final class ResultJson {

    static final ObjectMapper JSON = new ObjectMapper();

    private ResultJson() {}

    static ObjectNode success(ObjectNode data) {
        ObjectNode body = JSON.createObjectNode();
        body.set("data", data);
        body.putNull("message");
        body.putNull("code");
        body.put("success", true);
        return body;
    }

    static ObjectNode failure(SqlException failure, String queryId) {
        ObjectNode body = JSON.createObjectNode();
        if (failure.sqlState == null) {
            body.putNull("data");
        } else {
            body.putObject("data")
                    .put("internalError", false)
                    .put("errorCode", failure.code)
                    .put("age", 0)
                    .put("sqlState", failure.sqlState)
                    .put("queryId", queryId)
                    .put("line", -1)
                    .put("pos", -1)
                    .put("type", "COMPILATION");
        }
        return body.put("code", failure.code)
                .put("message", failure.getMessage())
                .put("success", false)
                .putNull("headers");
    }

    static ArrayNode rowType(List<Answer.Column> columns) {
        ArrayNode types = JSON.createArrayNode();
        for (Answer.Column column : columns) {
            ObjectNode type = types.addObject()
                    .put("name", column.name())
                    .put("database", "")
                    .put("schema", "")
                    .put("table", "")
                    .put("type", column.type().name().toLowerCase(Locale.ROOT))
                    .put("nullable", true);
            switch (column.type()) {
                case FIXED -> type.put("precision", 38).put("scale", 0);
                case TIMESTAMP_LTZ -> type.put("precision", 0).put("scale", 9);
                case TEXT -> type.put("length", 16_777_216).put("byteLength", 16_777_216);
            }
            type.putNull("collation");
        }
        return types;
    }

    static ArrayNode rows(List<Object[]> rows) {
        ArrayNode set = JSON.createArrayNode();
        for (Object[] row : rows) {
            ArrayNode values = set.addArray();
            for (Object value : row) {
                values.add(wire(value));
            }
        }
        return set;
    }

    private static String wire(Object value) {
        if (value instanceof Instant instant) {
            return String.format("%d.%09d", instant.getEpochSecond(), instant.getNano());
        }
        return value == null ? null : value.toString();
    }
}
