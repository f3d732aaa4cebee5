package io.trawl.source.snowflake;

import io.trawl.api.util.Blank;
import io.trawl.source.kit.FailureClassifier;
import io.trawl.source.kit.Kind;
import io.trawl.source.kit.PartialResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads with GET_DDL how objects are defined, where SHOW does not say it. Needs no warehouse.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/functions/get_ddl">GET_DDL</a>
 */
final class Definitions {

    /** Objects of a statement. One that fails makes the statement fail, so they are few. */
    static final int AT_ONCE = 50;

    private final boolean ofTables;
    private final FailureClassifier failures;

    /** @param ofTables whether the DDL of tables is wanted too */
    Definitions(boolean ofTables, FailureClassifier failures) {
        this.ofTables = ofTables;
        this.failures = failures;
    }

    /** An object, and its definition. */
    private record Defined(ObjectName object, String text) {}

    /** Whether an object ought to have a definition. */
    boolean isWanted(SchemaTable table) {
        return switch (table.kind()) {
            case STAGE -> false;
            case VIEW, SECURE_VIEW, MATERIALIZED_VIEW, DYNAMIC_TABLE, STREAM, SEMANTIC_VIEW -> true;
            default -> ofTables;
        };
    }

    /**
     * Reads the definitions of those that want one and have none.
     *
     * @return by object; those that the role may not see are absent
     * @throws Exception if a failure says nothing about an object
     */
    Map<ObjectName, String> read(Connection session, SchemaName schema, Map<ObjectName, SchemaTable> objects)
            throws Exception {
        Map<ObjectName, SchemaTable> missing = new LinkedHashMap<>();
        objects.forEach((name, table) -> {
            if (isWanted(table) && table.text() == null) {
                missing.put(name, table);
            }
        });
        Map<ObjectName, String> definitions = new HashMap<>();
        List<ObjectName> readable = new ArrayList<>();
        for (List<ObjectName> ofOwner : hidden(missing)) {
            // What SHOW hides from a role it hides for all of an owner: the first tells of the others.
            List<ObjectName> first = ofOwner.subList(0, 1);
            List<Defined> seen = readSome(session, schema, missing, first);
            seen.forEach(defined -> definitions.put(defined.object(), defined.text()));
            if (!seen.isEmpty()) {
                readable.addAll(ofOwner.subList(1, ofOwner.size()));
            }
        }
        missing.keySet().stream()
                .filter(name -> !isShownToOwners(missing.get(name)))
                .forEach(readable::add);
        for (int from = 0; from < readable.size(); from += AT_ONCE) {
            List<ObjectName> group = readable.subList(from, Math.min(from + AT_ONCE, readable.size()));
            readSome(session, schema, missing, group)
                    .forEach(defined -> definitions.put(defined.object(), defined.text()));
        }
        return definitions;
    }

    /** Views whose text SHOW does not say, by their owners. */
    private static Collection<List<ObjectName>> hidden(Map<ObjectName, SchemaTable> missing) {
        return missing.keySet().stream()
                .filter(name -> isShownToOwners(missing.get(name)))
                .collect(Collectors.groupingBy(
                        name -> String.valueOf(missing.get(name).owner()), LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    /** Whether only the role that owns it may see how it is defined. */
    private static boolean isShownToOwners(SchemaTable table) {
        return table.kind().isView() || table.kind() == Kind.DYNAMIC_TABLE;
    }

    private List<Defined> readSome(
            Connection session, SchemaName schema, Map<ObjectName, SchemaTable> objects, List<ObjectName> names)
            throws Exception {
        return PartialResult.read(
                        failures,
                        () -> ask(session, schema, objects, names),
                        () -> names,
                        some -> ask(session, schema, objects, some))
                .found();
    }

    private static List<Defined> ask(
            Connection session, SchemaName schema, Map<ObjectName, SchemaTable> objects, List<ObjectName> names)
            throws SQLException {
        String sql = names.stream()
                .map(name -> call(schema, objects.get(name)))
                .collect(Collectors.joining(", ", "SELECT ", ""));
        return new Query(sql, List.of())
                        .list(session, row -> {
                            List<Defined> defined = new ArrayList<>(names.size());
                            for (int i = 0; i < names.size(); i++) {
                                String text = Blank.toNull(row.getString(i + 1));
                                if (text != null) {
                                    defined.add(new Defined(names.get(i), text.strip()));
                                }
                            }
                            return defined;
                        })
                        .stream()
                        .flatMap(List::stream)
                        .toList();
    }

    private static String call(SchemaName schema, SchemaTable table) {
        String name = Identifiers.table(schema.database(), schema.schema(), table.name());
        return "GET_DDL('" + type(table.kind()) + "', " + Identifiers.literal(name) + ", TRUE)";
    }

    private static String type(Kind kind) {
        return switch (kind) {
            case VIEW, SECURE_VIEW, MATERIALIZED_VIEW -> "VIEW";
            case DYNAMIC_TABLE -> "DYNAMIC_TABLE";
            case STREAM -> "STREAM";
            case SEMANTIC_VIEW -> "SEMANTIC_VIEW";
            default -> "TABLE";
        };
    }
}
