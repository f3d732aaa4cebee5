package io.trawl.source.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.source.DiscoverableSource;
import io.trawl.environment.source.Sources;
import io.trawl.environment.source.ZooDocument;
import io.trawl.testkit.redshift.RedshiftServer;
import io.trawl.testkit.redshift.RedshiftZoo;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an administrator has set for a user does not change what is read. */
class UserSettingsTest {

    private static final Map<String, String> SETTINGS = Map.of(
            "search_path", "zoo, public",
            "statement_timeout", "60000",
            "enable_case_sensitive_identifier", "false",
            "describe_field_name_in_uppercase", "on");

    @Test
    void theZooIsTheSame() {
        try (RedshiftServer server = RedshiftServer.start()) {
            RedshiftZoo.install(server, RedshiftServer.DATABASE);
            server.execute("SELECT late_binding('zoo', 'Mixed Case', 'create view …', 'Id', 'integer');"
                    + "REVOKE ALL ON FUNCTION redshift.pg_get_late_binding_view_cols() FROM PUBLIC;");
            String plain = read(server, RedshiftServer.USERNAME, RedshiftServer.PASSWORD);
            server.execute("CREATE ROLE peculiar SUPERUSER LOGIN PASSWORD 'Peculiar-1-user'");
            SETTINGS.forEach((parameter, value) -> server.alterUser("peculiar", parameter, value));
            assertThat(plain).contains("\"Mixed Case\"", "\"name\" : \"Id\"");
            assertThat(read(server, "peculiar", "Peculiar-1-user")).isEqualTo(plain);
        }
    }

    private static String read(RedshiftServer server, String user, String password) {
        RedshiftConnection connection =
                TestSource.connection(server.hostPort(), user, password, RedshiftServer.DATABASE);
        try (DiscoverableSource source = TestSource.open(connection, Sources.everything())) {
            return ZooDocument.of(source);
        }
    }
}
