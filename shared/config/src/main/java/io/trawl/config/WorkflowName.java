package io.trawl.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a workflow: that of its file, without the ending. Events and pods carry it, and it becomes a part of paths,
 * so it is short and plain.
 */
public final class WorkflowName {

    /** What a name is, for messages that refuse one. */
    public static final String RULE = "letters, digits, '.', '_' and '-', at most 100, the first a letter or digit";

    /** Endings of a workflow's file, in the order in which a folder is searched. */
    static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private WorkflowName() {}

    /** Whether a workflow can have this name; false for null. */
    public static boolean isValid(String name) {
        return name != null && NAME.matcher(name).matches();
    }

    /** The file's name without its ending; empty if it has none of {@link #ENDINGS}. It may not be {@linkplain #isValid valid}. */
    static Optional<String> ofFile(String fileName) {
        return ENDINGS.stream()
                .filter(fileName::endsWith)
                .findFirst()
                .map(ending -> fileName.substring(0, fileName.length() - ending.length()));
    }
}
