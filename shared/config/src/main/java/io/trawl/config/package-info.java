/**
 * Reads a workflow file strictly and turns it into checked records. Start with {@link WorkflowReader} and with
 * {@link io.trawl.api.workflow.Workflow}, its result. Records named {@code Raw…} hold keys whose values are still to be
 * checked together, or have another shape in the workflow. {@link WorkflowFolder} finds workflows by name.
 *
 * <p>This package must not open a connection or show the value of a {@link io.trawl.api.workflow.Secret}. It must not ignore a key silently
 * where OpenMetadata would act on it: {@link KeyRules} refuses such a key, or warns of it.
 */
package io.trawl.config;
