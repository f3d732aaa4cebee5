package io.trawl.discovery.function;

import io.trawl.api.ledger.DurableLedger;
import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.EntityRecord;
import io.trawl.api.ledger.NewRun;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import io.trawl.api.workflow.Workflow;
import io.trawl.config.WorkflowReader;
import io.trawl.engine.IngestionEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A run of which everything is planned, a batch for each table, and that waits for workers. */
final class WaitingRun implements AutoCloseable {

    final String id;
    final DurableRunLedger ledger;
    private final DurableLedger all;

    /**
     * @param tables how many are planned
     */
    WaitingRun(int tables) {
        IngestionEngine engine = new IngestionEngine();
        String name = LetterLedger.WORKFLOW;
        Workflow workflow = new WorkflowReader(Map.of()).read(LetterLedger.folder.resolve(name + ".yaml"));
        all = engine.ledger(workflow.execution().ledger());
        id = engine.newRunId();
        ledger = all.begin(new NewRun(id, name, "svc", workflow.digest(), "catalog", "knative"));
        ledger.beginListing(EntityType.TABLE, "shop", List.of("public"));
        ledger.plan(IntStream.range(0, tables)
                .mapToObj(table -> List.of(new EntityDescriptor(
                        Fqn.of("svc", "shop", "public", "t" + table),
                        EntityType.TABLE,
                        Map.of("database", "shop", "schema", "public", "name", "t" + table),
                        1)))
                .toList());
    }

    /** Data of the event that tells of a batch. */
    String event(long batch) {
        return "{\"workflow\":\"" + LetterLedger.WORKFLOW + "\",\"run\":\"" + id + "\",\"batch\":" + batch
                + ",\"entities\":[]}";
    }

    /** What the ledger knows about the only table of a batch. */
    EntityRecord entity(long batch) {
        List<EntityRecord> found = new ArrayList<>();
        all.forEachEntity(LetterLedger.WORKFLOW, id, entity -> {
            if (entity.id().endsWith(".t" + batch)) {
                found.add(entity);
            }
        });
        return found.get(0);
    }

    List<String> warnings() {
        return all.report(LetterLedger.WORKFLOW, id).warnings();
    }

    /** Nothing of it is under way any more. */
    @Override
    public void close() {
        ledger.stop();
        ledger.close();
        all.close();
    }
}
