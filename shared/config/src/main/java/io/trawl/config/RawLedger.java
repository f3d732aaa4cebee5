package io.trawl.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.trawl.api.workflow.LedgerConfig;
import io.trawl.api.workflow.Secret;
import java.time.Duration;

/** {@code workflowConfig.distributedExecution.ledger} as it stands in the file. */
record RawLedger(
        @JsonPropertyDescription(
                "jdbc:postgresql://host:5432/database, without a user or password; TRAWL_LEDGER_URL wins over it")
        String url,

        @JsonPropertyDescription("TRAWL_LEDGER_USERNAME wins over it")
        String username,

        @JsonPropertyDescription("TRAWL_LEDGER_PASSWORD wins over it")
        Secret password,

        @JsonProperty(defaultValue = "30")
        @JsonPropertyDescription(
                "After how many seconds of silence a process counts as lost and others take over its work, 1 to 3600")
        int leaseSeconds,

        @JsonProperty(defaultValue = "20") @JsonPropertyDescription("Runs of this workflow that are kept, 1 to 1000")
        int keepRuns) {

    /** The file's ledger where the environment does not say otherwise. */
    LedgerConfig resolve(ConfigPath place, LedgerEnvironment environment) {
        ConfigPath urlPlace = place.key("url");
        if (url != null) {
            LedgerUrl.complaint(url, "username", "password").ifPresent(what -> {
                throw urlPlace.wrong(what);
            });
        }
        if (username != null && username.isEmpty()) {
            throw place.key("username").wrong("is empty");
        }
        if (password != null && password.reveal().isEmpty()) {
            throw place.key("password").wrong("is empty");
        }
        return new LedgerConfig(
                urlPlace.required(environment.url() == null ? url : environment.url()),
                environment.username() == null ? username : environment.username(),
                environment.password() == null ? password : environment.password(),
                Duration.ofSeconds(NumberLimits.whole(place.key("leaseSeconds"), leaseSeconds, 1, 3600)),
                NumberLimits.whole(place.key("keepRuns"), keepRuns, 1, 1000));
    }
}
