package io.trawl.argo.pod;

import io.trawl.engine.Dispatcher;

/**
 * A dispatcher without workers: when everything is planned, it hands the run over to the pods that process the batches.
 */
final class PlanOnlyDispatcher implements Dispatcher {

    private final Runnable handOver;

    /** @param handOver hands over the run that uses this */
    PlanOnlyDispatcher(Runnable handOver) {
        this.handOver = handOver;
    }

    @Override
    public boolean followsOthers() {
        return false;
    }

    @Override
    public void start() {}

    @Override
    public void wake() {}

    @Override
    public void awaitIdle() {
        handOver.run();
    }

    @Override
    public void stop() {}

    @Override
    public void close() {}
}
