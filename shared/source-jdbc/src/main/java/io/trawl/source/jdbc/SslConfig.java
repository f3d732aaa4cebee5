package io.trawl.source.jdbc;

import io.trawl.api.util.Blank;
import io.trawl.api.workflow.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Certificates, each a file's path (relative ones start at the workflow's folder) or the PEM text itself; the keys are
 * those of OpenMetadata's verifySSLConfig.json.
 *
 * @param caCertificate who may sign the server's certificate; null: the public authorities Java knows
 * @param sslCertificate the client's own
 * @param sslKey the client's key, PKCS #8 (encrypted or not) or PKCS #1; with {@code sslCertificate} only
 */
public record SslConfig(
        @Nullable String caCertificate,
        @Nullable String sslCertificate,
        @Nullable Secret sslKey) {
    public SslConfig {
        caCertificate = Blank.toNull(caCertificate);
        sslCertificate = Blank.toNull(sslCertificate);
        sslKey = sslKey == null || sslKey.reveal().isBlank() ? null : sslKey;
        if ((sslCertificate == null) != (sslKey == null)) {
            throw new IllegalArgumentException(
                    (sslKey == null ? "sslKey" : "sslCertificate") + ": is missing; certificate and key come in pairs");
        }
    }
}
