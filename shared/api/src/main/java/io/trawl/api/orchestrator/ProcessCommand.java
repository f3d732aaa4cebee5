package io.trawl.api.orchestrator;

import java.util.List;

/** What a process does that an orchestrator has started to lead a run; not for people. */
public interface ProcessCommand {

    /**
     * Does it.
     *
     * @param arguments what follows the orchestrator's name on the command line
     * @return the process' exit code
     */
    int run(List<String> arguments, ProcessContext context);
}
