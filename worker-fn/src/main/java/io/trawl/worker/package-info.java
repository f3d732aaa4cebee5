/**
 * The application {@code worker-fn}, which reads batches and writes them to the sink. Start with {@link Main}, which
 * chooses one of three forms: {@link WorkerFunction} answers CloudEvents over HTTP, {@link OneEvent} handles a single
 * event as a Job of a JobSink, {@link ShardWorker} works on its part of the batches as a pod of a run.
 *
 * <p>The ledger says what a batch holds; nothing here may take that from an event or an argument. This package must
 * not depend on {@code discovery-fn}, or a particular orchestrator, source, sink or ledger.
 */
package io.trawl.worker;
