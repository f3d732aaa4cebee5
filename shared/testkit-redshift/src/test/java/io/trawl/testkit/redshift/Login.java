package io.trawl.testkit.redshift;

import com.amazon.redshift.Driver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/** A login with Amazon's driver. */
final class Login {

    private final Properties properties = new Properties();

    private Login(String user, String password) {
        with("user", user).with("password", password).with("ssl", "false");
    }

    static Login as(String user, String password) {
        return new Login(user, password);
    }

    static Login asAdministrator() {
        return as(RedshiftServer.USERNAME, RedshiftServer.PASSWORD);
    }

    Login with(String property, String value) {
        properties.setProperty(property, value);
        return this;
    }

    Connection to(RedshiftServer server) throws SQLException {
        return to(server, RedshiftServer.DATABASE);
    }

    Connection to(RedshiftServer server, String database) throws SQLException {
        return to("127.0.0.1", server, database);
    }

    Connection toHost(String host, RedshiftServer server) throws SQLException {
        return to(host, server, RedshiftServer.DATABASE);
    }

    private Connection to(String host, RedshiftServer server, String database) throws SQLException {
        return new Driver().connect("jdbc:redshift://" + host + ":" + server.port() + "/" + database, properties);
    }
}
