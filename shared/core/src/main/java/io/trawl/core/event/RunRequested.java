package io.trawl.core.event;

/**
 * Data of {@link Events#RUN_REQUESTED}.
 *
 * @param workflow names the workflow file, without its ending
 */
public record RunRequested(String workflow) {}
