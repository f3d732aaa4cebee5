package io.trawl.knative;

import io.trawl.api.workflow.ConfigException;
import io.trawl.http.Trust;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where events are sent and how, as a SinkBinding of Knative Eventing puts it into the environment of a pod.
 *
 * @param uri http or https
 * @param extensions attributes that every event gets, by name
 * @param authorities PEM certificates trusted besides the JVM's own; null: none
 * @param tokenFile holds the token to show to the broker, and is replaced before the token ends; need not exist
 */
public record BrokerBinding(
        URI uri, Map<String, String> extensions, @Nullable String authorities, Path tokenFile) {

    static final String SINK = "K_SINK";
    static final String OVERRIDES = "K_CE_OVERRIDES";
    static final String AUTHORITIES = "K_CA_CERTS";

    private static final Path TOKEN_FILE = Path.of("/oidc/token");

    /** @throws ConfigException if the certificates cannot be read; one line */
    public BrokerBinding {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(tokenFile, "tokenFile");
        extensions = Map.copyOf(extensions);
        trust(authorities);
    }

    /**
     * What {@code K_SINK}, {@code K_CE_OVERRIDES} and {@code K_CA_CERTS} say; empty if there is no {@code K_SINK}.
     *
     * @throws ConfigException if one of them is wrong; one line that names it
     */
    public static Optional<BrokerBinding> of(Map<String, String> environment) {
        String uri = environment.get(SINK);
        return uri == null || uri.isBlank() ? Optional.empty() : Optional.of(of(SINK, uri, environment));
    }

    /**
     * A broker with the given address; everything else comes from the environment.
     *
     * @param key what the URI was given as, for messages: {@code --broker}
     * @throws ConfigException if one of them is wrong; one line that names it
     */
    public static BrokerBinding of(String key, String uri, Map<String, String> environment) {
        return new BrokerBinding(
                uri(key, uri.strip()),
                EventOverrides.read(environment.get(OVERRIDES)),
                environment.get(AUTHORITIES),
                TOKEN_FILE);
    }

    private static URI uri(String key, String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // Not quoted: what is before an @ may be a password.
            throw new ConfigException(key + ": is no URI: " + e.getReason());
        }
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (uri.getRawUserInfo() != null || (web && text.contains("@") && uri.getHost() == null)) {
            throw new ConfigException(key + ": must not hold a user or a password");
        }
        if (!web || uri.getHost() == null) {
            throw new ConfigException(
                    key + ": '" + text + "' is not of the form http://host/path or https://host/path");
        }
        return uri;
    }

    /** The broker as messages name it: its host, and its port if one is given. */
    public String host() {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /** As the beginning of a message about the broker. */
    String named() {
        return SINK + " " + host() + ": ";
    }

    /** The context for the broker, or null for the JDK's own. */
    @Nullable
    SSLContext trust() {
        return trust(authorities);
    }

    private static SSLContext trust(String pem) {
        if (pem == null || pem.isBlank()) {
            return null;
        }
        try {
            return Trust.authorities(Trust.certificates(pem));
        } catch (CertificateException e) {
            throw new ConfigException(AUTHORITIES + ": holds no certificate that can be read", e);
        }
    }

    @Override
    public String toString() {
        return "broker at " + host();
    }
}
