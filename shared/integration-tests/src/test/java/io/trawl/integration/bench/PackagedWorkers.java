package io.trawl.integration.bench;

import io.trawl.api.workflow.Workflow;
import io.trawl.environment.TestEnvironment;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import java.nio.file.Path;

/** Where packaged workers are measured. */
final class PackagedWorkers {

    private PackagedWorkers() {}

    /** Tables, a catalog, and a ledger, all of that name. */
    static TestEnvironment environment(Path folder, EmbeddedDatabase server, String name, int tables, int schemas) {
        SampleWarehouse.plain(tables, 12, schemas).fill(server, name);
        return TestEnvironment.in(folder, server)
                .database(name)
                .ledger(server, name + "ledger")
                .catalog()
                .open();
    }

    /** Writes a workflow whose leases do not end. */
    static Workflow workflow(TestEnvironment environment, String name, String execution) {
        environment.write(
                name,
                environment.yaml(name).execution("ledger: {leaseSeconds: 600}").execution(execution));
        return environment.workflow(name);
    }
}
