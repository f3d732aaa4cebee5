package io.trawl.source.postgresql;

import io.trawl.api.workflow.ConfigException;
import io.trawl.source.jdbc.SslConfig;
import io.trawl.source.postgresqlfamily.LibpqTls;
import io.trawl.source.postgresqlfamily.TlsProperties;
import java.nio.file.Path;
import java.util.Properties;
import org.postgresql.PGProperty;

/** How a session is encrypted and whom it trusts. */
final class Tls {

    private Tls() {}

    /**
     * Adds the mode and, where Trawl has certificates or the public authorities to trust, the socket factory that knows
     * them.
     *
     * @param directory where relative paths start
     * @throws ConfigException if a file cannot be read, or is no certificate or key
     */
    static void configure(Properties properties, PostgresConnection connection, Path directory) {
        SslConfig config = connection.sslConfig();
        String mode = connection.encryption();
        PGProperty.SSL_MODE.set(properties, mode);
        LibpqTls tls = new LibpqTls(connection.connectionOptions(), connection.connectionArguments());
        boolean certificates = TlsProperties.putCertificates(properties, config, tls.passphrase(), directory);
        if (certificates || mode.startsWith("verify-")) {
            TlsProperties.useCertificates(properties, mode);
        }
    }
}
