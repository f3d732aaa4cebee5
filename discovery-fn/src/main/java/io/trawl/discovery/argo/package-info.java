/**
 * The steps {@code discover}, {@code finish} and {@code close} of a run in Argo, each executed by a pod. Start with
 * {@link ArgoSteps}; {@link ArgoCommand} is the hidden command that the pods call. The pods between {@code discover}
 * and {@code finish} are {@code worker-fn}; the Workflow itself comes from the module {@code argo}.
 *
 * <p>Argo reads standard output, so a step must not print anything there but its result; {@link StepLog} writes to stderr.
 * A step must be safe to repeat: its exit code may make Argo start the pod again.
 */
package io.trawl.discovery.argo;
