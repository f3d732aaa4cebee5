package io.trawl.api.orchestrator;

/**
 * An option of the commands that run a workflow, which one orchestrator alone has.
 *
 * @param name with its hyphens: {@code --broker}
 * @param label what stands for its value in a help text: {@code URL}
 * @param description for a help text
 */
public record CommandOption(String name, String label, String description) {}
