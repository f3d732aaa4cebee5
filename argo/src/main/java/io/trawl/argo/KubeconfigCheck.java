package io.trawl.argo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.trawl.api.workflow.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What is wrong in kubeconfig files. The library leaves out what it cannot use, and then asks another cluster, or asks as
 * nobody, or without TLS.
 */
final class KubeconfigCheck {

    private static final ObjectMapper YAML = YAMLMapper.builder().build();
    private static final List<String> FILES_OF_USERS = List.of("client-certificate", "client-key", "tokenFile");

    private final String origin;
    private final List<Entry> files;

    /**
     * What a file holds, or a cluster, context or user in it.
     *
     * @param folder that paths in it start from
     */
    private record Entry(JsonNode value, Path folder) {}

    /**
     * @param files the first that holds something wins
     * @throws ConfigException if one is no YAML; one line
     */
    KubeconfigCheck(String origin, List<Path> files) {
        this.origin = origin;
        this.files = files.stream().map(this::parsed).toList();
    }

    private Entry parsed(Path file) {
        try {
            JsonNode tree = YAML.readTree(file.toFile());
            if (tree != null && (tree.isObject() || tree.isMissingNode() || tree.isNull())) {
                return new Entry(tree, file.toAbsolutePath().getParent());
            }
        } catch (IOException e) {
            // its text may quote the file
        }
        throw unusable("it is no YAML, or cannot be read");
    }

    /**
     * The command that makes its user's credentials; empty if there is none.
     *
     * @throws ConfigException if something is missing or wrong; one line, without credentials
     */
    Optional<String> check() {
        String current = files.stream()
                .map(file -> file.value().path("current-context").asText())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        origin + ": has no current context; choose one with kubectl config use-context"));
        JsonNode context = find("contexts", "context", current)
                .orElseThrow(() -> unusable("its current context '" + current + "' is not in it"))
                .value();
        checkCluster(context.path("cluster").asText());
        String user = context.path("user").asText();
        return user.isEmpty() ? Optional.empty() : checkUser(user);
    }

    private void checkCluster(String name) {
        Entry cluster = find("clusters", "cluster", name)
                .orElseThrow(() -> unusable("its current context is of cluster '" + name + "', which is not in it"));
        if (!isAddress(cluster.value().path("server").asText())) {
            // Not quoted: what is before an @ may be a password.
            throw unusable("server of cluster '" + name + "' is not of the form https://host:port");
        }
        checkFile(cluster, "certificate-authority", "cluster '" + name + "'");
    }

    private static boolean isAddress(String server) {
        try {
            URI uri = new URI(server);
            return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private Optional<String> checkUser(String name) {
        Entry user = find("users", "user", name)
                .orElseThrow(() -> unusable("its current context is of user '" + name + "', who is not in it"));
        FILES_OF_USERS.forEach(key -> checkFile(user, key, "user '" + name + "'"));
        String command = user.value().at("/exec/command").asText();
        return command.isEmpty() ? Optional.empty() : Optional.of(command);
    }

    private void checkFile(Entry entry, String key, String where) {
        String path = entry.value().path(key).asText();
        if (!path.isEmpty() && !Files.isReadable(entry.folder().resolve(path))) {
            throw unusable(key + " of " + where + ": there is no file '" + path + "'");
        }
    }

    private Optional<Entry> find(String list, String kind, String name) {
        for (Entry file : files) {
            Optional<JsonNode> found = StreamSupport.stream(
                            file.value().path(list).spliterator(), false)
                    .filter(each -> each.path("name").asText().equals(name))
                    .findFirst();
            if (found.isPresent()) {
                return found.map(each -> new Entry(each.path(kind), file.folder()));
            }
        }
        return Optional.empty();
    }

    private ConfigException unusable(String why) {
        return new ConfigException(origin + ": cannot be used as a kubeconfig: " + why);
    }
}
