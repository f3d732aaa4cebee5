/**
 * What the pods of an Argo Workflow do that lead a run, and how many pods work on its batches. Start with {@link ArgoSteps},
 * which executes the steps {@code discover}, {@code finish} and {@code close}, each in a pod of its own; {@link StepCommand}
 * reads their arguments. {@link PodPlan} shares the batches among the pods between {@code discover} and {@code finish}, which
 * are {@code worker-fn}.
 *
 * <p>Argo reads standard output, so a step must not print anything there but its result; {@link StepLog} writes to stderr. A
 * step must be safe to repeat: its exit code may make Argo start the pod again. This package must not speak with Kubernetes
 * or Argo: its pods have no right to.
 */
package io.trawl.argo.pod;
