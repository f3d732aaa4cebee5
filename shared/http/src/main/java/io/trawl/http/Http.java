package io.trawl.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Settings and helpers that all of Trawl's HTTP clients share. */
public final class Http {

    /** The version this was built as, for example {@code 0.1.0}. */
    public static final String VERSION = version();

    /** What Trawl calls itself in the header User-Agent. */
    public static final String USER_AGENT = "trawl/" + VERSION;

    /** How long a connection is waited for. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private Http() {}

    private static String version() {
        try (InputStream in = Http.class.getResourceAsStream("version.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A builder for a client. It does not follow redirects: a token must not reach a host that is not configured.
     *
     * @param trust whose certificates are trusted; null: the JDK's own authorities
     */
    public static HttpClient.Builder client(@Nullable SSLContext trust) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIMEOUT);
        return trust == null ? builder : builder.sslContext(trust);
    }

    /** Percent-encoded, so that it is one segment of a path or one value of a query. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
