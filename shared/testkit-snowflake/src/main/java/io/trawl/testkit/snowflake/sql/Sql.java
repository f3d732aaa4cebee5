package io.trawl.testkit.snowflake.sql;

import java.util.List;
import java.util.Map;

/** A statement that was understood. */
public sealed interface Sql {

    /** What kind it is, for counting: for example {@code SHOW TABLES} or {@code SELECT INFORMATION_SCHEMA.COLUMNS}. */
    String kind();

    /**
     * SHOW.
     *
     * @param what the kind
     * @param names none, database, database and schema, or database, schema and table
     * @param limit or null
     * @param from the cursor, or null
     */
    record Show(ShowKind what, List<String> names, Integer limit, String from) implements Sql {
        @Override
        public String kind() {
            return what.text();
        }
    }

    /** SELECT of context functions without a FROM; the columns' labels and the functions. */
    record Context(List<Labelled> functions) implements Sql {
        @Override
        public String kind() {
            return "SELECT CURRENT";
        }
    }

    /** SELECT GET_DDL(...), ... without a FROM. */
    record Ddl(List<DdlCall> calls) implements Sql {
        @Override
        public String kind() {
            return "SELECT GET_DDL";
        }
    }

    /**
     * SELECT of a view's columns.
     *
     * @param distinct whether rows that are the same stand once
     * @param items columns and labels
     * @param source database, schema and view, or only the last of them
     * @param where all must hold
     * @param order by these columns or labels
     * @param limit or null
     */
    record Select(
            boolean distinct,
            List<Labelled> items,
            List<String> source,
            List<Condition> where,
            List<Order> order,
            Integer limit)
            implements Sql {
        @Override
        public String kind() {
            int size = source.size();
            return "SELECT " + String.join(".", source.subList(Math.max(0, size - 2), size));
        }
    }

    /** ALTER SESSION SET or UNSET; null is the value of what is unset. */
    record AlterSession(Map<String, String> parameters) implements Sql {
        @Override
        public String kind() {
            return "ALTER SESSION";
        }
    }

    /** USE; what is DATABASE, SCHEMA, WAREHOUSE or ROLE. */
    record Use(String what, List<String> names) implements Sql {
        @Override
        public String kind() {
            return "USE " + what;
        }
    }

    /** A function or column, and the label of the answer's column. */
    record Labelled(String name, String label) {}

    /** The arguments of GET_DDL, both constant, and its whole text, which is the label of the answer's column. */
    record DdlCall(String type, String object, boolean qualified, String label) {}

    /**
     * A condition.
     *
     * @param column exact
     * @param operator {@code =}, {@code <>}, {@code <}, {@code <=}, {@code >}, {@code >=}, {@code IN},
     *     {@code IS NULL} or {@code IS NOT NULL}
     * @param operands constants or binds
     */
    record Condition(String column, String operator, List<Operand> operands) {}

    /** A constant, or the number of a bind from 1. */
    record Operand(String constant, int bind) {}

    /** A column or label, and the direction. */
    record Order(String column, boolean descending) {}
}
