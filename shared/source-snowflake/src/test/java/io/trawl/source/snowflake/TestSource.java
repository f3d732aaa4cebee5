package io.trawl.source.snowflake;

import io.trawl.api.source.DiscoverableSource;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.Secret;
import io.trawl.environment.source.Sources;
import io.trawl.testkit.Records;
import io.trawl.testkit.snowflake.SnowflakeServer;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Connections and what is made of them, for tests. */
final class TestSource {

    static final String PASSWORD = "secret";

    private TestSource() {}

    /** Of the server's user, with other values of these components. */
    static SnowflakeConnection connection(SnowflakeServer server, Object... namesAndValues) {
        SnowflakeConnection connection = Records.of(
                SnowflakeConnection.class,
                "account",
                server.account(),
                "username",
                "TRAWL",
                "password",
                new Secret(PASSWORD),
                "warehouse",
                "COMPUTE_WH",
                "connectionArguments",
                address(server));
        return Records.with(connection, namesAndValues);
    }

    static Map<String, Object> address(SnowflakeServer server) {
        return Map.of("host", server.host(), "port", server.port(), "protocol", "http");
    }

    static DiscoverableSource open(SnowflakeServer server, Object... namesAndValues) {
        return open(connection(server, namesAndValues), Sources.including("includeTags", false));
    }

    static DiscoverableSource open(SnowflakeConnection connection, DatabaseMetadata metadata) {
        return Sources.open(connection, metadata, 2);
    }

    static Table table(String name) {
        return Table.builder(name, TableKind.REGULAR).build();
    }

    /** A schema with tables that are named after their numbers. */
    static Schema schema(String name, int tables) {
        List<Table> all = IntStream.range(0, tables)
                .mapToObj(number -> table(String.format("T%06d", number)))
                .toList();
        return Schema.builder(name).tables(all).build();
    }
}
