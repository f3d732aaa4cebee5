package io.trawl.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.Providers;
import io.trawl.api.source.SourceProvider;
import io.trawl.api.workflow.ConfigException;
import io.trawl.config.WorkflowReader;
import io.trawl.testkit.WorkflowYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that a build leaves out of the functions: each has a property of the build, which a refusal names. */
class SourcesOfImageTest {

    private static final Pattern OPTION = Pattern.compile("build it with -D(source\\.[a-z]+)=compile$");

    @Test
    void aWorkflowWhoseSourceWasLeftOutIsRefusedWithThePropertyThatBringsItBack(@TempDir Path folder)
            throws IOException {
        Providers all = Providers.load();
        assertThat(all.sources()).hasSizeGreaterThan(1);
        String pom = Files.readString(Path.of("../pom.xml"));
        for (SourceProvider source : all.sources()) {
            List<SourceProvider> others =
                    all.sources().stream().filter(other -> other != source).toList();
            Providers without = new Providers(others, all.sinks(), all.ledgers(), all.orchestrators());
            Path file = WorkflowYaml.postgres("svc", "h:1", "d")
                    .toFile(folder.resolve("out"))
                    .put("/source", "type: " + source.type())
                    .write(folder.resolve("w.yaml"));
            assertThatThrownBy(() -> new WorkflowReader(Map.of(), without).read(file))
                    .isInstanceOfSatisfying(ConfigException.class, e -> {
                        assertThat(e).hasMessageContaining("source.type: '" + source.type() + "' is not in this image");
                        Matcher option = OPTION.matcher(e.getMessage());
                        assertThat(option.find()).as(e.getMessage()).isTrue();
                        assertThat(pom).contains("<" + option.group(1) + ">compile</" + option.group(1) + ">");
                        for (String function : List.of("discovery-fn", "worker-fn")) {
                            assertThat(Path.of("..", function, "pom.xml"))
                                    .content()
                                    .contains("${" + option.group(1) + "}");
                        }
                    });
        }
    }
}
