package io.trawl.discovery.argo;

import picocli.CommandLine.Option;

/** What the steps are told that may mark entities as deleted. */
final class DeletionOption {

    @Option(
            names = "--allow-large-deletion",
            arity = "1",
            defaultValue = "false",
            description = "Whether the limit of deletions is set aside.")
    private boolean allowLargeDeletion;

    boolean allowLargeDeletion() {
        return allowLargeDeletion;
    }
}
