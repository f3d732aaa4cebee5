package io.trawl.worker;

import io.trawl.api.ledger.RunId;
import io.trawl.api.util.OneLine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pod does that works on a shard of a run.
 *
 * @param workflow names the workflow file
 * @param run the run's id
 * @param pod which of the pods this is, from 0
 * @param of how many pods share the run's batches
 */
record PodArguments(String workflow, String run, int pod, int of) {

    /** The command. */
    static final String COMMAND = "batches";

    private static final List<String> NAMES = List.of("workflow", "run", "as", "pod", "of");
    private static final int LONGEST = 140;

    /**
     * Understands {@code batches --workflow=NAME --run=ID --as=NAME --pod=P --of=N}; without an id of a run, the run is named
     * as the Workflow is.
     *
     * @throws IllegalArgumentException if they are wrong; its message is one line
     */
    static PodArguments of(String... args) {
        if (args.length == 0 || !args[0].equals(COMMAND)) {
            throw new IllegalArgumentException(
                    "unknown command " + quote(args.length == 0 ? "" : args[0]) + "; there are: serve, " + COMMAND);
        }
        Map<String, String> values = new HashMap<>();
        for (String arg : List.of(args).subList(1, args.length)) {
            int sign = arg.indexOf('=');
            String name = arg.startsWith("--") && sign > 0 ? arg.substring(2, sign) : "";
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("unknown argument " + quote(arg)
                        + "; there are: --workflow=NAME --run=ID --as=NAME --pod=P --of=N");
            }
            if (values.put(name, arg.substring(sign + 1)) != null) {
                throw new IllegalArgumentException("--" + name + ": stands here for the second time");
            }
        }
        int of = number(values, "of", 1, Integer.MAX_VALUE);
        return new PodArguments(required(values, "workflow"), run(values), number(values, "pod", 0, of - 1), of);
    }

    private static String run(Map<String, String> values) {
        String name = values.getOrDefault("run", "").isEmpty() ? "as" : "run";
        String run = required(values, name);
        RunId.complaint(run).ifPresent(what -> {
            throw new IllegalArgumentException("--" + name + ": " + what);
        });
        return run;
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("--" + name + ": missing");
        }
        return value;
    }

    private static int number(Map<String, String> values, String name, int least, int most) {
        String value = required(values, name);
        if (!value.matches("-?[0-9]{1,9}")) {
            throw new IllegalArgumentException("--" + name + ": " + quote(value) + " is not a whole number");
        }
        int number = Integer.parseInt(value);
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    "--" + name + ": '" + number + "' is " + (number < least ? "below " + least : "above " + most));
        }
        return number;
    }

    private static String quote(String value) {
        return "'" + OneLine.cut(OneLine.folded(value), LONGEST) + "'";
    }
}
