package io.trawl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.Phase;
import io.trawl.api.ledger.RunStart;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.source.ConnectionBudget;
import io.trawl.api.workflow.Workflow;
import io.trawl.engine.IngestionEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A run that has listed and planned everything, a batch for each entity, and waits for workers: what discovery leaves. */
final class PlannedRun implements AutoCloseable {

    final String workflow;
    final String id;
    final DurableRunLedger ledger;
    final DurableLedger all;
    private final Map<String, Long> batches = new HashMap<>();

    PlannedRun(String name) {
        this(name, List.of());
    }

    /**
     * @param others names of tables that are planned too, although there are none
     */
    PlannedRun(String name, List<String> others) {
        IngestionEngine engine = new IngestionEngine();
        Workflow read = Warehouse.workflow(name);
        workflow = name;
        all = engine.ledger(read.execution().ledger());
        id = engine.prepare(all, read, RunStart.anew());
        ledger = all.work(name, id, read.digest()).orElseThrow();
        if (!ledger.tryAcquireLeadership()) {
            throw new IllegalStateException("somebody else leads: " + all.run(name, id) + ledger.phase());
        }
        List<EntityDescriptor> found = new ArrayList<>(Warehouse.entities);
        others.forEach(other -> found.add(new EntityDescriptor(
                Fqn.of("svc", "postgres", "shop", other),
                EntityType.TABLE,
                Map.of("database", "postgres", "schema", "shop", "name", other, "kind", "Regular", "oid", "1"),
                1)));
        ledger.beginListing(EntityType.TABLE, "postgres", List.of("shop"));
        ledger.plan(found.stream().map(List::of).toList());
        for (EntityDescriptor descriptor : found) {
            batches.put(descriptor.name(), (long) batches.size());
        }
    }

    long batch(String table) {
        return batches.get(table);
    }

    /** As it is when every table is in the catalog. */
    void beginReferences() {
        if (!ledger.advance(Phase.DISCOVERY, Phase.REFERENCES)) {
            throw new IllegalStateException("something is open");
        }
    }

    /** Data of the event that tells of a table. */
    String event(String table) {
        return event(id, Long.toString(batch(table)), table);
    }

    String event(String run, String batch, String table) {
        return ",\"data\":{\"workflow\":\"" + workflow + "\",\"run\":\"" + run + "\",\"batch\":" + batch
                + ",\"entities\":[{\"type\":\"table\",\"id\":\"svc.postgres.shop." + table
                + "\",\"metadata\":{\"name\":\"" + table + "\"},\"priority\":1}]}";
    }

    /** Takes the only connection that the source may have, until it is closed. */
    ConnectionBudget.Lease takeConnection() throws InterruptedException {
        String server = Warehouse.workflow(workflow).source().connection().server();
        ConnectionBudget.Lease lease = all.connectionBudget(server, 1).acquire(Duration.ofSeconds(20));
        assertThat(lease).as("a connection").isNotNull();
        return lease;
    }

    /** Nothing of it is under way any more. */
    @Override
    public void close() {
        ledger.stop();
        ledger.close();
        all.close();
    }
}
