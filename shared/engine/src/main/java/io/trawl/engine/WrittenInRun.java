package io.trawl.engine;

import io.trawl.api.ledger.RunLedger;
import io.trawl.api.model.EntityType;
import io.trawl.api.sink.Sink;
import java.util.Collection;
import java.util.Set;

/** What a run's ledger says was written. */
record WrittenInRun(RunLedger ledger) implements Sink.Written {

    @Override
    public long count() {
        return ledger.counts().ingested();
    }

    @Override
    public Set<String> of(EntityType type, Collection<String> ids) {
        return ledger.written(type, ids);
    }
}
