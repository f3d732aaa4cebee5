/**
 * Runs in Argo Workflows. Start with {@link ArgoProvider}, with {@link RunWorkflow}, which builds the Workflow of a run, and
 * {@link WorkflowClient}, which submits Workflows, stops them and reports their status. {@link WorkflowClients}
 * chooses between the Kubernetes API and an Argo server.
 *
 * <p>A Workflow must not carry a secret or templates of its own: it names the installed WorkflowTemplate and passes
 * arguments. This package must not read a source or use a ledger: the steps in the pods do.
 */
package io.trawl.argo;
