package io.trawl.testkit.openmetadata;

/**
 * Fully qualified names as the server builds them: parts joined by dots, a part quoted only if it holds a dot
 * (facts/openmetadata.md, REST). Written anew on purpose, so that it checks the one in the core.
 */
final class Names {

    private Names() {}

    static String child(String parent, String name) {
        String part = name.indexOf('.') >= 0 ? '"' + name + '"' : name;
        return parent == null ? part : parent + "." + part;
    }

    /** All but the last part; null if there is only one. */
    static String parent(String fqn) {
        int end = fqn.length();
        if (fqn.endsWith("\"")) {
            end = fqn.lastIndexOf('"', end - 2);
        }
        int dot = fqn.lastIndexOf('.', end - 1);
        return dot < 0 ? null : fqn.substring(0, dot);
    }
}
