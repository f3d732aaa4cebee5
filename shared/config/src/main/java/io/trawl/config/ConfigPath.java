package io.trawl.config;

import io.trawl.api.util.OneLine;
import io.trawl.api.workflow.ConfigException;

/**
 * Where something stands in a workflow file; every message about the file begins with it.
 *
 * @param file the file as the user named it
 * @param path dotted, with list indexes in brackets; empty for the file as a whole
 */
record ConfigPath(String file, String path) {

    ConfigPath key(String key) {
        String name = OneLine.shortened(key);
        return new ConfigPath(file, path.isEmpty() ? name : path + "." + name);
    }

    ConfigPath index(int index) {
        return new ConfigPath(file, path + "[" + index + "]");
    }

    /** One line: this place, and what there is to say about it. */
    String says(String what) {
        String where = path.isEmpty() ? file : file + ": " + path;
        return oneLine(where + ": " + what);
    }

    /** The same of a key that has no effect. */
    String saysNoEffect(String reason) {
        return says("has no effect here: " + reason);
    }

    /** What is thrown if the file is wrong here. It has no cause: a library's message may quote a secret. */
    ConfigException wrong(String what) {
        return new ConfigException(says(what));
    }

    /** The same for a message that itself begins with a key below this place. */
    ConfigException wrongBelow(String message) {
        return new ConfigException(saysBelow(message));
    }

    /** One line, made of a message that itself begins with a key below this place. */
    String saysBelow(String message) {
        return oneLine(file + ": " + (path.isEmpty() ? "" : path + ".") + message);
    }

    /** The value, or the complaint that there is none. */
    <T> T required(T value) {
        if (value == null || "".equals(value)) {
            throw wrong("is required");
        }
        return value;
    }

    private static String oneLine(String text) {
        return OneLine.of(text.replaceAll("\\R\\s*", " "));
    }
}
