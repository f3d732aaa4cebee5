package io.trawl.source.postgresqlfamily;

import static io.trawl.api.util.OneLine.quoted;

import io.trawl.api.workflow.Secret;
import io.trawl.source.jdbc.SslConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How sessions are encrypted, as {@code connectionOptions} and {@code connectionArguments} say it in libpq's words. The
 * connection's own keys, {@code sslMode} and {@code sslConfig}, win over them, as in OpenMetadata's tool.
 *
 * @param options {@code connectionOptions}
 * @param arguments {@code connectionArguments}, which win over the options
 */
public record LibpqTls(Map<String, String> options, Map<String, Object> arguments) {

    private static final String MODE = "sslmode";
    private static final String AUTHORITY = "sslrootcert";
    private static final String CERTIFICATE = "sslcert";
    private static final String KEY = "sslkey";
    static final String PASSPHRASE = "sslpassword";

    /** The parameters that are understood. */
    static final Set<String> NAMES = Set.of(MODE, AUTHORITY, CERTIFICATE, KEY, PASSPHRASE);

    /** libpq's word for the authorities that the system trusts. */
    private static final String SYSTEM = "system";

    /**
     * The mode.
     *
     * @param own {@code sslMode}
     * @throws IllegalArgumentException if it is none; the message starts with the key
     */
    public String mode(@Nullable String own) {
        TlsProperties.check("sslMode", own);
        TlsProperties.check("connectionOptions." + MODE, options.get(MODE));
        Object argument = arguments.get(MODE);
        TlsProperties.check("connectionArguments." + MODE, argument == null ? null : argument.toString());
        return own != null ? own : value(MODE);
    }

    /**
     * The certificates.
     *
     * @param own {@code sslConfig}
     * @throws IllegalArgumentException if a certificate has no key, or a key no certificate
     */
    public SslConfig certificates(@Nullable SslConfig own) {
        String authority = value(AUTHORITY);
        String key = value(KEY);
        if (own != null || authority == null && key == null && value(CERTIFICATE) == null) {
            return own;
        }
        return new SslConfig(
                SYSTEM.equals(authority) ? null : authority, value(CERTIFICATE), key == null ? null : new Secret(key));
    }

    /** The passphrase of the certificate's key, wherever that is given; null for none. */
    public @Nullable Secret passphrase() {
        String passphrase = value(PASSPHRASE);
        return passphrase == null ? null : new Secret(passphrase);
    }

    /**
     * What of this has no effect, a line each that begins with the key.
     *
     * @param mode that {@link #mode} answered
     * @param config that {@link #certificates} answered
     */
    public List<String> warnings(String mode, SslConfig config) {
        List<String> warnings = new ArrayList<>();
        warn(warnings, "connectionOptions.", options, mode, config);
        warn(warnings, "connectionArguments.", arguments, mode, config);
        return warnings;
    }

    private void warn(List<String> warnings, String key, Map<String, ?> given, String mode, SslConfig config) {
        if (given.containsKey(PASSPHRASE) && (config == null || config.sslKey() == null)) {
            warnings.add(key + PASSPHRASE + ": has no effect here: there is no sslKey");
        }
        for (String name : List.of(MODE, AUTHORITY, CERTIFICATE, KEY)) {
            Object value = given.get(name);
            if (value == null) {
                continue;
            }
            boolean decides = name.equals(MODE)
                    ? value.toString().equals(mode)
                    : certificates(null).equals(config);
            if (!decides) {
                warnings.add(key + name + ": has no effect here: "
                        + (name.equals(MODE) ? "sslMode decides, which is " + quoted(mode) : "sslConfig decides"));
            }
        }
    }

    private String value(String name) {
        Object value = arguments.getOrDefault(name, options.get(name));
        return value == null ? null : value.toString();
    }
}
