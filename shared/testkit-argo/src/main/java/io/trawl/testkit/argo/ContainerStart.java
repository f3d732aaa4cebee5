package io.trawl.testkit.argo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a container becomes a process. A process has no mounts: a ConfigMap that is mounted at {@value #WORKFLOWS} is written
 * into a folder that the variable {@code TRAWL_WORKFLOWS} names, and other mounts are left out. Of the variables of this
 * process it gets those without which nothing runs, and what the image's command adds.
 */
final class ContainerStart {

    /** The one place where a ConfigMap may be mounted. */
    static final String WORKFLOWS = "/etc/trawl/workflows";

    private static final Set<String> OF_A_MACHINE =
            Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "JAVA_HOME");

    private final Kubelet kubelet;
    private final Pod pod;
    private final Path files;

    ContainerStart(Kubelet kubelet, Pod pod, Path files) {
        this.kubelet = kubelet;
        this.pod = pod;
        this.files = files;
    }

    /** Why it cannot start yet, as the container's state says it; empty if it can. */
    Optional<String> obstacle() {
        for (JsonNode volume : pod.spec().path("volumes")) {
            String name = volume.at("/configMap/name").asText();
            if (volume.has("configMap")
                    && !volume.at("/configMap/optional").asBoolean()
                    && !kubelet.configMaps.containsKey(name)) {
                return Optional.of("ContainerCreating"); // an event says: configmap "x" not found
            }
        }
        for (JsonNode source : pod.main().path("envFrom")) {
            String name = source.at("/secretRef/name").asText();
            if (!source.at("/secretRef/optional").asBoolean() && !kubelet.secrets.containsKey(name)) {
                return Optional.of("CreateContainerConfigError: secret \"" + name + "\" not found");
            }
        }
        return Optional.empty();
    }

    /** Its command; nothing may be in its way. */
    ProcessBuilder command() throws IOException {
        Files.createDirectories(files);
        ProcessBuilder command = kubelet.images.get(pod.image()).get();
        command.command().addAll(pod.arguments());
        Map<String, String> environment = command.environment();
        System.getenv().forEach((name, value) -> {
            if (!OF_A_MACHINE.contains(name)) {
                environment.remove(name, value);
            }
        });
        pod.main()
                .path("envFrom")
                .forEach(source -> environment.putAll(kubelet.secrets.getOrDefault(
                        source.at("/secretRef/name").asText(), Map.of())));
        pod.main()
                .path("env")
                .forEach(variable -> environment.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        workflows().ifPresent(folder -> environment.put("TRAWL_WORKFLOWS", folder.toString()));
        return command;
    }

    private Optional<Path> workflows() throws IOException {
        for (JsonNode mount : pod.main().path("volumeMounts")) {
            for (JsonNode volume : pod.spec().path("volumes")) {
                if (mount.path("mountPath").asText().equals(WORKFLOWS)
                        && mount.path("name").equals(volume.path("name"))
                        && volume.has("configMap")) {
                    return Optional.of(written(volume.at("/configMap/name").asText()));
                }
            }
        }
        return Optional.empty();
    }

    private Path written(String configMap) throws IOException {
        Path folder = Files.createDirectories(files.resolve("workflows"));
        for (Map.Entry<String, String> file :
                kubelet.configMaps.getOrDefault(configMap, Map.of()).entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        return folder;
    }
}
