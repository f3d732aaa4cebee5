package io.trawl.source.redshift;

import io.trawl.source.kit.Kind;
import io.trawl.source.kit.TableKey;
import io.trawl.source.redshift.TableDefinition.ColumnDefinition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table or view with everything that was read of it.
 *
 * @param schema raw name
 * @param name raw name
 * @param description its comment
 * @param owner the user's name
 * @param quotedName schema and name as SQL writes them
 * @param distStyle reldiststyle
 * @param isView whether it is a view of any kind
 * @param view what the server prints of a view; null for a table, and until it is read
 * @param columns in their order; those of a late-binding view are not in the catalog
 * @param stored the columns of what holds the rows: of the table itself, or of those behind a materialized view
 * @param keys its constraints
 * @param definitions of its columns by their number; empty unless they are wanted
 */
record Relation(
        String schema,
        String name,
        @Nullable String description,
        String owner,
        String quotedName,
        int distStyle,
        boolean isView,
        @Nullable ViewText view,
        List<Attribute> columns,
        List<Attribute> stored,
        List<Key> keys,
        Map<Integer, ColumnDefinition> definitions) {

    /**
     * A key.
     *
     * @param reference what a foreign key refers to, as SQL writes it; else null
     */
    record Key(TableKey key, String reference) {}

    /** A row of relations.sql, with no columns, keys and definition yet. */
    static Relation of(ResultSet row) throws SQLException {
        boolean view = row.getString("relkind").equals("v");
        List<Attribute> columns = new ArrayList<>();
        return new Relation(
                row.getString("nspname"),
                row.getString("relname"),
                row.getString("description"),
                row.getString("owner"),
                row.getString("quoted_name"),
                row.getInt("reldiststyle"),
                view,
                null,
                columns,
                view ? new ArrayList<>() : columns,
                new ArrayList<>(),
                new HashMap<>());
    }

    /** The same with what the server prints of it. */
    Relation withView(ViewText text) {
        return new Relation(
                schema,
                name,
                description,
                owner,
                quotedName,
                distStyle,
                isView,
                text,
                columns,
                stored,
                keys,
                definitions);
    }

    /** Known when its definition is. */
    Kind kind() {
        if (!isView) {
            return Kind.TABLE;
        }
        return view.isMaterialized() ? Kind.MATERIALIZED_VIEW : Kind.VIEW;
    }

    /** Whether it is a view that the catalog has no columns of. */
    boolean isLateBinding() {
        return isView && columns.isEmpty();
    }

    List<TableKey> tableKeys() {
        return keys.stream().map(Key::key).toList();
    }

    SchemaObject schemaObject() {
        return new SchemaObject(schema, name);
    }
}
