package io.trawl.testkit.snowflake.answer;

import io.trawl.testkit.snowflake.model.Database;
import io.trawl.testkit.snowflake.model.Schema;
import io.trawl.testkit.snowflake.sql.Sql.Select;
import io.trawl.testkit.snowflake.sql.SqlException;
import java.util.List;
import java.util.stream.Stream;

/** Answers SELECT on INFORMATION_SCHEMA of a database and on TAG_REFERENCES of SNOWFLAKE.ACCOUNT_USAGE or of a schema
 * of the user that copies it. */
public final class SelectAnswers {

    /** A schema with its database, for the system views. */
    record In(Database database, Schema schema, String role) {}

    private SelectAnswers() {}

    /**
     * The answer for a role.
     *
     * @param current the session's database, or null
     * @param most how many rows INFORMATION_SCHEMA may answer
     */
    public static Answer answer(Select select, List<String> binds, Catalog catalog, String current, int most) {
        List<String> source = select.source();
        String view = source.get(source.size() - 1);
        String schema = source.size() < 2 ? "" : source.get(source.size() - 2);
        String database = source.size() < 3 ? current : source.get(0);
        if (database == null) {
            throw SqlException.of(
                    "090105",
                    "22000",
                    "Cannot perform SELECT. This session does not have a current database. Call 'USE DATABASE', or use"
                            + " a qualified name.");
        }
        Database found = catalog.selectable(database);
        if (schema.equals(Catalog.INFORMATION_SCHEMA)) {
            return information(select, binds, catalog, found, most);
        }
        if (view.equals(TagView.NAME) && (isAccountUsage(database, schema) || copied(catalog, found, schema))) {
            return TagView.VIEW.select(select, binds, TagView.rows(catalog.model()), Integer.MAX_VALUE - 1);
        }
        throw SqlException.objectDoesNotExist(String.join(".", source));
    }

    private static boolean isAccountUsage(String database, String schema) {
        return database.equals(Catalog.SNOWFLAKE) && schema.equals("ACCOUNT_USAGE");
    }

    /** Whether a schema of the user has a view of that name, which shows the rows of ACCOUNT_USAGE to those without its grant. */
    private static boolean copied(Catalog catalog, Database database, String schema) {
        return catalog.usableSchemas(database)
                .filter(each -> each.name().equals(schema))
                .anyMatch(each -> each.table(TagView.NAME).isPresent());
    }

    private static Answer information(Select select, List<String> binds, Catalog catalog, Database database, int most) {
        String view = select.source().get(select.source().size() - 1);
        Stream<In> in = catalog.usableSchemas(database).map(schema -> new In(database, schema, catalog.role()));
        return switch (view) {
            case "COLUMNS" -> ColumnView.VIEW.select(select, binds, in.flatMap(ColumnView::rows), most);
            case "TABLES" -> TableViews.TABLES.select(select, binds, in.flatMap(TableViews::tables), most);
            case "VIEWS" -> TableViews.VIEWS.select(select, binds, in.flatMap(TableViews::views), most);
            case "TABLE_CONSTRAINTS" ->
                TableViews.CONSTRAINTS.select(select, binds, in.flatMap(TableViews::constraints), most);
            case "PROCEDURES" ->
                RoutineViews.PROCEDURES.select(select, binds, in.flatMap(RoutineViews::procedures), most);
            case "FUNCTIONS" -> RoutineViews.FUNCTIONS.select(select, binds, in.flatMap(RoutineViews::functions), most);
            default -> throw SqlException.objectDoesNotExist(String.join(".", select.source()));
        };
    }
}
