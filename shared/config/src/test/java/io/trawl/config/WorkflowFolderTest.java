package io.trawl.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Workflow;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A workflow that {@code ingest -c} reads is one that functions and pods find by its name, and no other is. */
class WorkflowFolderTest {

    @TempDir
    Path directory;

    private WorkflowReader reader;
    private WorkflowFolder folder;

    @BeforeEach
    void open() {
        reader = new WorkflowReader(SampleWorkflow.ENVIRONMENT, FakeProviders.ALL);
        folder = new WorkflowFolder(directory, reader);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sales.yaml", "sales.yml", "sales.json", "2024.q1-sales_eu.json"})
    void everyEndingThatAFileMayHaveIsFound(String fileName) {
        Path file = SampleWorkflow.write(
                directory, fileName, new SampleWorkflow().tree().toString());
        String name = reader.read(file).name();

        assertThat(folder.read(name).name()).isEqualTo(name);
        assertThat(folder.all()).extracting(Workflow::name).containsExactly(name);
    }

    @Test
    void aNameMayHaveAHundredCharactersInBothPlaces() {
        String longest = "a".repeat(100);
        SampleWorkflow.write(
                directory, longest + ".yaml", new SampleWorkflow().tree().toString());
        Path tooLong = SampleWorkflow.write(
                directory, longest + "a.yaml", new SampleWorkflow().tree().toString());

        assertThat(folder.read(longest).name()).isEqualTo(longest);
        assertThatThrownBy(() -> reader.read(tooLong))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("100 characters at most");
        assertThatThrownBy(() -> folder.read(longest + "a"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is no workflow name")
                .hasMessageContaining("at most 100");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../sales", "", ".sales", "sales/eu", "sales eu"})
    void whatIsNoNameIsNotLookedForInTheFolder(String name) {
        assertThatThrownBy(() -> folder.read(name))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is no workflow name");
    }
}
