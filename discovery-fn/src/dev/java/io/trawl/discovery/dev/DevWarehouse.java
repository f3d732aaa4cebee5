package io.trawl.discovery.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.Startup;
import io.trawl.testkit.DemoWorkflow;
import io.trawl.testkit.EmbeddedDatabase;
import io.trawl.testkit.SampleWarehouse;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * In dev mode, a sample warehouse and the workflow {@code demo} that ingests it. Compiled with the profile {@code dev}
 * only, and a bean in dev mode only: its class file may still lie in target when an application is packaged without a
 * clean. The database lives as long as the process: a live reload finds it as it was, and it ends with dev mode.
 */
@Singleton
@Startup
@IfBuildProfile("dev")
public class DevWarehouse {

    private static final Logger LOG = Logger.getLogger(DevWarehouse.class);
    private static final int TABLES = 500;
    /** Set once the database is there. Properties outlive a live reload, static fields do not. */
    private static final String STARTED = "trawl.dev.started";

    private final Path folder;

    DevWarehouse(@ConfigProperty(name = "trawl.workflows") Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    @PostConstruct
    void start() throws IOException {
        if (System.getProperty(STARTED) != null) {
            return;
        }
        Files.createDirectories(folder);
        // Its library stops it when the process ends.
        EmbeddedDatabase server = EmbeddedDatabase.start();
        SampleWarehouse.demo(TABLES, SampleWarehouse.SEED).fill(server, "demo");
        DemoWorkflow.write(folder.resolve("demo.yaml"), server, "demo", folder.resolve("catalog.ndjson"));
        System.setProperty(STARTED, server.hostPort());
        LOG.infof("sample warehouse at %s, workflow 'demo' in %s", server.hostPort(), folder);
    }
}
