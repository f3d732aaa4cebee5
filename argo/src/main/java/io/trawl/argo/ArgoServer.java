package io.trawl.argo;

import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Secret;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An Argo server, as the variables of Argo's own command line name it.
 *
 * @param uri scheme, host, port and, behind an ingress, a path; does not end in {@code /}
 * @param authorization the header's value, {@code Bearer …} or {@code Basic …}; null: none
 * @param verify whether its certificate must be trusted
 */
record ArgoServer(URI uri, @Nullable Secret authorization, boolean verify) {

    static final String ADDRESS = "ARGO_SERVER";
    static final String TOKEN = "ARGO_TOKEN";
    static final String SECURE = "ARGO_SECURE";
    static final String SKIP_VERIFY = "ARGO_INSECURE_SKIP_VERIFY";
    static final String BASE_HREF = "ARGO_BASE_HREF";

    private static final int MAX_PORT = 65_535;

    private static final Pattern HOST_PORT = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):[0-9]{1,5}");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)*");
    /** Printable ASCII: what a header may hold. */
    private static final Pattern AUTHORIZATION = Pattern.compile("(Bearer|Basic) [!-~]+");

    static boolean isNamed(Map<String, String> environment) {
        return !environment.getOrDefault(ADDRESS, "").isBlank();
    }

    /** @throws ConfigException if one of the variables is wrong; one line, without the token */
    static ArgoServer of(Map<String, String> environment) {
        String address = environment.get(ADDRESS).strip();
        if (!HOST_PORT.matcher(address).matches()) {
            // Not quoted: what is before an @ may be a password.
            throw new ConfigException(ADDRESS + ": is not of the form host:port, without http:// or https://");
        }
        String path = environment.getOrDefault(BASE_HREF, "").strip().replaceFirst("/+$", "");
        if (!path.isEmpty() && !path.startsWith("/")) {
            path = "/" + path;
        }
        if (!PATH.matcher(path).matches()) {
            throw new ConfigException(BASE_HREF + ": '" + path + "' is not of the form /path");
        }
        URI uri = URI.create((is(environment, SECURE, true) ? "https" : "http") + "://" + address + path);
        if (uri.getHost() == null || uri.getPort() > MAX_PORT) {
            throw new ConfigException(ADDRESS + ": '" + address + "' has no host name, or a port above " + MAX_PORT);
        }
        return new ArgoServer(
                uri, authorization(environment.getOrDefault(TOKEN, "").strip()), !is(environment, SKIP_VERIFY, false));
    }

    private static Secret authorization(String token) {
        if (token.isEmpty()) {
            return null;
        }
        if (!AUTHORIZATION.matcher(token).matches()) {
            throw new ConfigException(TOKEN + ": must be 'Bearer ' or 'Basic ' and a token, in one line");
        }
        return new Secret(token);
    }

    private static boolean is(Map<String, String> environment, String variable, boolean otherwise) {
        String value = environment.getOrDefault(variable, "").strip();
        if (!value.isEmpty() && !value.equals("true") && !value.equals("false")) {
            throw new ConfigException(variable + ": '" + value + "' is neither true nor false");
        }
        return value.isEmpty() ? otherwise : value.equals("true");
    }

    /** As messages name it. */
    String host() {
        return uri.getAuthority();
    }

    @Override
    public String toString() {
        return "Argo server at " + host();
    }
}
