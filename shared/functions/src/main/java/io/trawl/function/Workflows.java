package io.trawl.function;

import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowFolder;
import io.trawl.config.WorkflowReader;
import jakarta.enterprise.inject.Default;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * The workflows of this function, and its readiness check: every workflow can be read. A workflow whose runs events lead cannot be
 * read without its ledger and the token for its sink.
 */
@Singleton
@Default
@Readiness
public class Workflows implements HealthCheck {

    private final WorkflowFolder folder;

    Workflows(@ConfigProperty(name = "trawl.workflows", defaultValue = "/etc/trawl/workflows") Path folder) {
        this.folder = new WorkflowFolder(folder, new WorkflowReader(System.getenv()));
    }

    /** The workflow of that name; see {@link WorkflowFolder#read}. */
    public Workflow read(String name) {
        return folder.read(name);
    }

    /** Those that can be read. */
    public List<Workflow> all() {
        return folder.all();
    }

    @Override
    public HealthCheckResponse call() {
        List<String> problems = folder.problems();
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("workflows").status(problems.isEmpty());
        for (int i = 0; i < problems.size(); i++) {
            response.withData("problem " + (i + 1), problems.get(i));
        }
        return response.build();
    }
}
