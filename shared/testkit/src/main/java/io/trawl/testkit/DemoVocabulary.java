package io.trawl.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The words a demo warehouse is made of; they stand in resource files. */
public final class DemoVocabulary {

    /**
     * Something a department keeps.
     *
     * @param schema the department
     * @param noun one of its tables
     */
    record Subject(String schema, String noun) {}

    /**
     * @param name of a column
     * @param type as in CREATE TABLE
     * @param comment empty for none
     */
    record Attribute(String name, String type, String comment) {}

    /** All departments' first tables, then all their second ones, and so on: a small warehouse has every department. */
    static final List<Subject> SUBJECTS = subjects();

    /** Columns a table may have. */
    static final List<Attribute> ATTRIBUTES = attributes();

    /** Statements that make the types everything else uses. */
    static final List<String> TYPES = paragraphs("types.sql");

    /** Statements that each make one table with an odd name. */
    static final List<String> ODD = paragraphs("odd.sql");

    private DemoVocabulary() {}

    /** The departments, each a schema. */
    static List<String> departments() {
        return SUBJECTS.stream().map(Subject::schema).distinct().toList();
    }

    private static List<Subject> subjects() {
        List<String[]> rows =
                read("subjects.txt").lines().map(line -> line.split("[:,] ")).toList();
        List<Subject> subjects = new ArrayList<>();
        for (int place = 1; place < rows.get(0).length; place++) {
            for (String[] row : rows) {
                subjects.add(new Subject(row[0], row[place]));
            }
        }
        return List.copyOf(subjects);
    }

    private static List<Attribute> attributes() {
        return read("attributes.txt")
                .lines()
                .map(line -> line.split("\\|", -1))
                .map(cells -> new Attribute(cells[0], cells[1], cells[2]))
                .toList();
    }

    private static List<String> paragraphs(String resource) {
        return List.of(read(resource).strip().split("\n\n"));
    }

    private static String read(String resource) {
        try (InputStream in = DemoVocabulary.class.getResourceAsStream("warehouse/" + resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
