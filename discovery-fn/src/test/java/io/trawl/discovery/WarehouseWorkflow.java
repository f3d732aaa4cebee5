package io.trawl.discovery;

import java.net.URI;

/**
 * A workflow that ingests the database {@code warehouse} into a catalog, by workers in pods whose leases are short. Values may
 * be of the form <code>${NAME}</code>; the catalog's token is <code>${OM_TOKEN}</code>.
 *
 * @param orchestrator {@code argo} or {@code knative}
 * @param service the name of the database's service
 * @param filter another key of the source's configuration; may be empty
 * @param catalog OpenMetadata's address
 */
public record WarehouseWorkflow(String orchestrator, String service, Source source, String filter, URI catalog) {

    /**
     * The database's server, and who logs in.
     *
     * @param hostPort its address
     */
    public record Source(String username, String password, String hostPort) {}

    /**
     * The workflow's text.
     *
     * @param execution more keys of distributedExecution, none of them indented unless it belongs to the one before it
     */
    public String yaml(String... execution) {
        return """
                source:
                  type: postgres
                  serviceName: %s
                  serviceConnection:
                    config:
                      type: Postgres
                      username: '%s'
                      authType: {password: '%s'}
                      hostPort: '%s'
                      database: warehouse
                  sourceConfig: {config: {type: DatabaseMetadata%s}}
                sink: {type: metadata-rest, config: {}}
                workflowConfig:
                  successThreshold: 100
                  openMetadataServerConfig:
                    hostPort: '%s'
                    authProvider: openmetadata
                    securityConfig: {jwtToken: '${OM_TOKEN}'}
                  distributedExecution:
                    enabled: true
                    orchestrator: %s
                    ledger: {leaseSeconds: 2}
                    %s
                """.formatted(
                        service,
                        source.username(),
                        source.password(),
                        source.hostPort(),
                        filter.isEmpty() ? "" : ", " + filter,
                        catalog,
                        orchestrator,
                        String.join("\n    ", execution));
    }
}
