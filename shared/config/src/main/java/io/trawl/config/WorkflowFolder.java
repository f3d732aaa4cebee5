package io.trawl.config;

import static io.trawl.api.util.OneLine.quoted;

import io.trawl.api.orchestrator.OrchestratorProvider;
import io.trawl.api.workflow.ConfigException;
import io.trawl.api.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads workflows by name from a folder, for functions and pods; in a cluster the folder is a mounted ConfigMap. A
 * workflow {@code sales} is the file {@code sales.yaml}, {@code sales.yml} or
 * {@code sales.json}.
 */
public final class WorkflowFolder {

    private final Path folder;
    private final WorkflowReader reader;

    public WorkflowFolder(Path folder, WorkflowReader reader) {
        this.folder = folder;
        this.reader = reader;
    }

    /** The folder that {@code TRAWL_WORKFLOWS} names, by default {@code /etc/trawl/workflows}. */
    public static WorkflowFolder of(Map<String, String> environment) {
        Path folder = Path.of(environment.getOrDefault("TRAWL_WORKFLOWS", "/etc/trawl/workflows"));
        return new WorkflowFolder(folder, new WorkflowReader(environment));
    }

    /**
     * Reads the workflow of that name.
     *
     * @throws ConfigException if the name is none, no such file exists, or the file is wrong
     */
    public Workflow read(String name) {
        if (!WorkflowName.isValid(name)) {
            throw new ConfigException("workflow: " + quoted(name) + " is no workflow name: " + WorkflowName.RULE);
        }
        return WorkflowName.ENDINGS.stream()
                .map(ending -> folder.resolve(name + ending))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(this::read)
                .orElseThrow(() -> new ConfigException("workflow: '" + name + "' is unknown: there is no " + name
                        + ".yaml in the folder of workflows (TRAWL_WORKFLOWS)"));
    }

    /** Messages name the file without its folder, since they are also answers to events. */
    private Workflow read(Path file) {
        return reader.read(file, file.getFileName().toString());
    }

    /**
     * The same for a pod that works on a shard of a run's batches, or that plans such shards.
     *
     * @throws ConfigException if the workflow's orchestrator has no such pods, too
     */
    public Workflow readForPods(String name) {
        Workflow workflow = read(name);
        List<String> withPods = reader.providers().orchestrators().stream()
                .filter(orchestrator -> orchestrator.estimator().isPresent())
                .map(OrchestratorProvider::name)
                .toList();
        if (!withPods.contains(workflow.execution().orchestrator().name())) {
            throw new ConfigException("workflow: '" + workflow.name()
                    + "' has no pods: its workflowConfig.distributedExecution.orchestrator is not "
                    + String.join(" or ", withPods));
        }
        return workflow;
    }

    /** The workflows that can be read, by name. */
    public List<Workflow> all() {
        return read(problem -> {});
    }

    /** What keeps workflows in the folder from being run, one line each; empty if all can be read. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        read(problems::add);
        return problems;
    }

    private List<Workflow> read(Consumer<String> problems) {
        List<Workflow> workflows = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path file : entries.filter(WorkflowFolder::isWorkflow).sorted().toList()) {
                try {
                    workflows.add(read(file));
                } catch (ConfigException e) {
                    problems.accept(e.getMessage());
                }
            }
        } catch (IOException e) {
            problems.accept(folder + ": the folder of workflows cannot be read");
        }
        return workflows;
    }

    private static boolean isWorkflow(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && WorkflowName.ofFile(name).isPresent() && Files.isRegularFile(file);
    }
}
