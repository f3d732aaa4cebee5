package io.trawl.argo;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.trawl.api.workflow.ConfigException;
import io.trawl.http.Http;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which cluster, and as whom: the files of {@code KUBECONFIG}, else {@code ~/.kube/config}, else the service account of
 * the pod this process is in.
 *
 * @param config where, and as whom
 * @param origin what it was read from, for messages
 */
record Kubeconfig(Config config, String origin) {

    static final String VARIABLE = "KUBECONFIG";

    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");
    private static final int TIMEOUT_MILLIS = 10_000;

    /** @throws ConfigException if there is none, or it cannot be read; one line */
    static Kubeconfig of(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        List<Path> files = named.isBlank()
                ? Stream.of(Path.of(
                                environment.getOrDefault("HOME", System.getProperty("user.home")), ".kube", "config"))
                        .toList()
                : Stream.of(named.split(File.pathSeparator))
                        .filter(name -> !name.isBlank())
                        .map(Path::of)
                        .toList();
        List<Path> existing = files.stream().filter(Files::isRegularFile).toList();
        if (!existing.isEmpty()) {
            return read(existing);
        }
        if (!named.isBlank()) {
            throw new ConfigException(VARIABLE + ": there is no file '" + named + "'");
        }
        if (environment.containsKey("KUBERNETES_SERVICE_HOST") && Files.isReadable(SERVICE_ACCOUNT)) {
            return new Kubeconfig(patient(Config.autoConfigure(null)), "the service account of this pod");
        }
        throw new ConfigException("no Kubernetes cluster is known: " + VARIABLE + " is not set, there is no "
                + files.get(0) + ", this process is in no pod, and " + ArgoServer.ADDRESS + " is not set");
    }

    private static Kubeconfig read(List<Path> files) {
        String origin = files.size() == 1 ? files.get(0).toString() : VARIABLE;
        Optional<String> command = new KubeconfigCheck(origin, files).check();
        Config config;
        try {
            // Several are merged only where the library finds them itself, in this process' environment.
            config = files.size() == 1 ? Config.fromKubeconfig(files.get(0).toFile()) : Config.autoConfigure(null);
        } catch (RuntimeException e) { // its text may quote the file
            throw new ConfigException(origin + ": cannot be used as a kubeconfig");
        }
        if (command.isPresent() && !hasLogin(config)) {
            throw new ConfigException(
                    origin + ": the command '" + command.get() + "', which it names, has made no credentials");
        }
        return new Kubeconfig(patient(config), origin);
    }

    private static boolean hasLogin(Config config) {
        return Stream.of(
                        config.getOauthToken(),
                        config.getAutoOAuthToken(),
                        config.getClientCertData(),
                        config.getClientCertFile())
                .anyMatch(Objects::nonNull);
    }

    /** Requests are not tried again by the library: we know which may be, and for how long. Watches are, for ever. */
    private static Config patient(Config config) {
        return new ConfigBuilder(config)
                .withConnectionTimeout(TIMEOUT_MILLIS)
                .withRequestTimeout(TIMEOUT_MILLIS)
                .withRequestRetryBackoffLimit(0)
                .withWatchReconnectLimit(-1)
                .withUserAgent(Http.USER_AGENT)
                .build();
    }

    @Override
    public String toString() {
        return "cluster of " + origin;
    }
}
