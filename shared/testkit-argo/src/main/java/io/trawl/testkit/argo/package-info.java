/**
 * Argo Workflows without a cluster, for tests: {@link io.trawl.testkit.argo.ArgoCluster}, a strict fake of the Kubernetes API
 * for {@code argoproj.io/v1alpha1}, the Argo server's REST API before the same objects, and a controller that runs the
 * containers of a Workflow as real processes.
 *
 * <p>The rules are those of Kubernetes' API conventions, and of the sources of argoproj/argo-workflows 4.1.2, which the
 * Javadoc names by file. The controller knows the features that Trawl's WorkflowTemplate uses and refuses every other.
 */
package io.trawl.testkit.argo;
