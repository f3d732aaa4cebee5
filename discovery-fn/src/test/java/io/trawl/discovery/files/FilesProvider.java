package io.trawl.discovery.files;

import io.trawl.api.orchestrator.OrchestratorProvider;
import io.trawl.api.orchestrator.RemoteRunner;
import io.trawl.api.orchestrator.RunnerRequest;
import io.trawl.api.workflow.RetryPolicy;
import java.util.concurrent.CompletableFuture;

/** {@code orchestrator: files}. */
public final class FilesProvider implements OrchestratorProvider {

    @Override
    public String name() {
        return "files";
    }

    @Override
    public String description() {
        return "processes that share a directory";
    }

    @Override
    public Class<FilesConfig> configType() {
        return FilesConfig.class;
    }

    @Override
    public RetryPolicy defaultRetryPolicy() {
        return RetryPolicy.local();
    }

    @Override
    public RemoteRunner runner(RunnerRequest request) {
        return new FilesRunner(
                (FilesConfig) request.workflow().execution().orchestrator().config());
    }

    /** Requests a run by a file, which is there until the run has ended; its progress is known from the ledger only. */
    private record FilesRunner(FilesConfig directory) implements RemoteRunner {

        @Override
        public CompletableFuture<?> ask(String run, boolean allowLargeDeletion) {
            return CompletableFuture.runAsync(
                    () -> directory.write(run + FilesConfig.REQUEST, run, allowLargeDeletion));
        }

        @Override
        public String silence() {
            return "does a leader read " + directory.directory() + "?";
        }
    }
}
