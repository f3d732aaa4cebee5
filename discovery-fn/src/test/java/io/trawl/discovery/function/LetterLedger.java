package io.trawl.discovery.function;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.trawl.environment.LedgerView;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.WorkflowYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A ledger in a PostgreSQL, and workflows of which one has it; what they read and write is not there. */
public final class LetterLedger implements QuarkusTestResourceLifecycleManager {

    /** A workflow whose ledger is there; a batch of it may be tried twice. */
    static final String WORKFLOW = "letters";

    /** One whose ledger is out of reach. */
    static final String AWAY = "away";

    static final List<String> SECRETS = List.of("pa55-of-the-source", "t0ken-of-the-sink", "pa55-of-the-ledger");

    private static final String FOLDER = "trawl.workflows";

    static EmbeddedDatabase database;
    static Path folder;
    private String before;

    @Override
    public Map<String, String> start() {
        database = EmbeddedDatabase.start();
        database.createDatabase("ledger");
        try {
            folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "letters")
                    .toAbsolutePath();
            write(WORKFLOW, database.hostPort());
            write(AWAY, "127.0.0.1:1");
            before = System.setProperty(FOLDER, folder.toString()); // the build sets it, and would win
            return Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String name, String ledger) {
        WorkflowYaml.postgres("svc", "127.0.0.1:1", "shop")
                .password(SECRETS.get(0))
                .toOpenMetadata("http://127.0.0.1:1/api", SECRETS.get(1))
                .ledger("jdbc:postgresql://" + ledger + "/ledger", 0)
                .put("/workflowConfig/distributedExecution/ledger", "password: " + SECRETS.get(2))
                .execution("orchestrator: knative, retryPolicy: {maxAttempts: 2, backoffSeconds: 0}")
                .write(folder.resolve(name + ".yaml"));
    }

    /** The first column of the first row. */
    static long number(String sql) {
        try (LedgerView ledger = new LedgerView(database, "ledger")) {
            return ledger.number(sql);
        }
    }

    @Override
    public void stop() {
        if (before == null) {
            System.clearProperty(FOLDER);
        } else {
            System.setProperty(FOLDER, before);
        }
        database.close();
    }
}
