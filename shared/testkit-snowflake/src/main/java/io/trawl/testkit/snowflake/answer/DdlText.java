package io.trawl.testkit.snowflake.answer;

import io.trawl.testkit.snowflake.model.Column;
import io.trawl.testkit.snowflake.model.ForeignKey;
import io.trawl.testkit.snowflake.model.Key;
import io.trawl.testkit.snowflake.model.Routine;
import io.trawl.testkit.snowflake.model.Stream;
import io.trawl.testkit.snowflake.model.Table;
import io.trawl.testkit.snowflake.model.TableKind;
import io.trawl.testkit.snowflake.sql.SqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Statements as GET_DDL writes them; the examples of its documentation are the pattern. */
record DdlText(String prefix, String role) {

    String table(Table table) {
        if (table.kind() == TableKind.DYNAMIC) {
            return visible(table);
        }
        List<String> lines = new ArrayList<>();
        table.columns().forEach(column -> lines.add(column(column)));
        table.keys().forEach(key -> lines.add(key(key)));
        table.foreignKeys().forEach(key -> lines.add(foreignKey(key)));
        String word =
                switch (table.kind()) {
                    case TRANSIENT -> "TRANSIENT TABLE";
                    case TEMPORARY -> "TEMPORARY TABLE";
                    case EXTERNAL -> "EXTERNAL TABLE";
                    case ICEBERG -> "ICEBERG TABLE";
                    case HYBRID -> "HYBRID TABLE";
                    case EVENT -> "EVENT TABLE";
                    default -> "TABLE";
                };
        return "create or replace " + word + " " + prefix + name(table.name())
                + (table.clusterBy() == null
                        ? ""
                        : " cluster by " + table.clusterBy().replace("LINEAR", ""))
                + " (\n\t" + String.join(",\n\t", lines) + "\n)"
                + (table.comment() == null ? "" : "COMMENT=" + literal(table.comment())) + ";";
    }

    private static String column(Column column) {
        return name(column.name()) + " " + column.type().ddl()
                + (column.nullable() ? "" : " NOT NULL")
                + (column.defaultExpression() == null ? "" : " DEFAULT " + column.defaultExpression())
                + (column.identity() == null
                        ? ""
                        : " autoincrement start " + column.identity().start() + " increment "
                                + column.identity().increment()
                                + (column.identity().ordered() ? " order" : " noorder"))
                + (column.expression() == null ? "" : " AS (" + column.expression() + ")")
                + (column.comment() == null ? "" : " COMMENT " + literal(column.comment()));
    }

    private static String key(Key key) {
        return "constraint " + name(key.constraint()) + (key.primary() ? " primary key (" : " unique (")
                + names(key.columns()) + ")";
    }

    private static String foreignKey(ForeignKey key) {
        return "constraint " + name(key.constraint()) + " foreign key (" + names(key.columns()) + ") references "
                + name(key.database()) + "." + name(key.schema()) + "." + name(key.table()) + "("
                + names(key.references()) + ")";
    }

    String view(Table view) {
        return visible(view);
    }

    /** The text; a secure view's is refused to those who do not own it (docs.snowflake.com/en/user-guide/views-secure). */
    private String visible(Table table) {
        if (!table.textVisibleTo(role)) {
            throw SqlException.of(
                    "003001",
                    "42501",
                    "SQL access control error:\nInsufficient privileges to operate on view '" + table.name() + "'.");
        }
        return table.text();
    }

    String routine(String kind, Routine routine) {
        String arguments = routine.arguments().stream()
                .map(argument -> name(argument.name()) + " " + argument.type())
                .collect(Collectors.joining(", "));
        boolean hidden = routine.bodyHidden() && !routine.owner().equals(role);
        return "CREATE OR REPLACE " + kind + " " + prefix + name(routine.name()) + "(" + arguments + ")\nRETURNS "
                + routine.returns() + "\nLANGUAGE " + routine.language()
                + (hidden ? "" : "\nAS '" + routine.body().replace("'", "''") + "'") + ";";
    }

    String stream(Stream stream) {
        return "create or replace stream " + prefix + name(stream.name()) + " on table " + stream.source() + ";";
    }

    private static String names(List<String> names) {
        return names.stream().map(DdlText::name).collect(Collectors.joining(", "));
    }

    private static String name(String name) {
        return name.matches("[A-Z_][A-Z0-9_$]*") ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
