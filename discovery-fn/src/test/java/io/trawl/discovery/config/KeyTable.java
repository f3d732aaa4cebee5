package io.trawl.discovery.config;

import io.trawl.testkit.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The table {@code openmetadata/keys.txt}. */
public final class KeyTable {

    static final Path FILE = Path.of("src/test/resources/openmetadata/keys.txt");

    /** Where the keys of a group stand. */
    static final Map<String, String> PREFIXES = Map.of(
            "workflow", "",
            "metadata", "source.sourceConfig.config.",
            "server", "workflowConfig.openMetadataServerConfig.",
            "sink", "sink.config.",
            "postgres", "source.serviceConnection.config.",
            "postgres iam", "source.serviceConnection.config.",
            "redshift", "source.serviceConnection.config.",
            "redshift iam", "source.serviceConnection.config.",
            "snowflake", "source.serviceConnection.config.");

    private KeyTable() {}

    /** What becomes of a key. */
    enum Verdict {
        EFFECT,
        NONE,
        ACCEPTED,
        WARNING,
        REFUSED,
        WRONG
    }

    /**
     * A line.
     *
     * @param group its heading
     * @param key below the group's prefix
     * @param value as YAML
     * @param said what is said; empty for nothing
     */
    record Row(String group, String key, String value, Verdict verdict, String said) {

        String path() {
            return PREFIXES.get(group) + key;
        }

        @Override
        public String toString() {
            return "[" + group + "] " + key + " = " + value + ": " + verdict;
        }
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        String group = null;
        for (String line : Checkout.text(FILE).split("\n")) {
            if (line.startsWith("[")) {
                group = line.substring(1, line.length() - 1);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] cells = line.split(" \\| ?", 4);
                rows.add(new Row(group, cells[0], cells[1], Verdict.valueOf(cells[2].toUpperCase()), cells[3]));
            }
        }
        return rows;
    }
}
