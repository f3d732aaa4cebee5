/**
 * What the pods of an Argo Workflow do, and how many there are. {@link PodPlan} shares a run's batches among them.
 *
 * <p>This package must not speak with Kubernetes or Argo: it runs in the pods, which have no right to.
 */
package io.trawl.argo.pod;
