package io.trawl.source.postgresqlfamily;

import io.trawl.api.workflow.SourceConnection;
import io.trawl.source.jdbc.SslConfig;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A connection of PostgreSQL's family, with the keys that all of them have. */
public interface LibpqConnection extends SourceConnection {

    /** See {@link LibpqTls#mode}. */
    String sslMode();

    /** See {@link LibpqTls#certificates}. */
    SslConfig sslConfig();

    /** The driver's properties, libpq's names of them understood; empty for none. */
    Map<String, String> connectionOptions();

    /** The same, and they win. */
    Map<String, Object> connectionArguments();

    /** What may stand in {@link #connectionOptions} and {@link #connectionArguments}. */
    DriverOptions driverOptions();

    /** What {@link #connectionOptions} and {@link #connectionArguments} say about TLS. */
    default LibpqTls tls() {
        return new LibpqTls(connectionOptions(), connectionArguments());
    }

    /** Whether it is AWS' identity that logs in. */
    boolean iam();

    @Override
    default List<String> warnings() {
        List<String> warnings = tls().warnings(sslMode(), sslConfig());
        warnings.addAll(driverOptions().warnings("connectionOptions", connectionOptions()));
        warnings.addAll(driverOptions().warnings("connectionArguments", connectionArguments()));
        if (iam() && "disable".equals(sslMode())) {
            warnings.add("sslMode: has no effect here: IAM logs in to encrypted sessions only");
        }
        return warnings;
    }

    /** What a user wants of the driver, by its names, without {@link #statementTimeout}. */
    default Properties wanted() {
        Properties wanted = new Properties();
        driverOptions().put(wanted, connectionOptions());
        driverOptions().put(wanted, connectionArguments());
        wanted.remove(DriverOptions.STATEMENT_TIMEOUT);
        return wanted;
    }

    /** After so many milliseconds the server gives up a statement; 0 for no limit. */
    default String statementTimeout() {
        String name = DriverOptions.STATEMENT_TIMEOUT;
        return connectionArguments()
                .getOrDefault(name, connectionOptions().getOrDefault(name, DriverOptions.DEFAULT_STATEMENT_TIMEOUT))
                .toString();
    }
}
