package io.trawl.source.redshift;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column of a relation, as pg_attribute has it.
 *
 * @param number attnum; dropped columns leave gaps
 * @param name raw
 * @param notNull whether it is declared NOT NULL
 * @param type null if it is missing in the catalog
 * @param display format_type's text
 * @param distKey whether it is the distribution key
 * @param sortPosition place in the sort key, negative in part if that is interleaved; 0 for none
 * @param description its comment
 */
record Attribute(
        int number,
        String name,
        boolean notNull,
        @Nullable SourceType type,
        String display,
        boolean distKey,
        int sortPosition,
        @Nullable String description) {

    /**
     * A row of columns.sql.
     *
     * @param types those that were met, by their text: most columns share a few
     */
    static Attribute of(ResultSet row, Map<String, SourceType> types) throws SQLException {
        String name = row.getString("typname");
        String display = row.getString("display");
        return new Attribute(
                row.getInt("attnum"),
                row.getString("attname"),
                row.getBoolean("attnotnull"),
                name == null ? null : types.computeIfAbsent(display, text -> type(text, name)),
                display,
                row.getBoolean("attisdistkey"),
                row.getInt("attsortkeyord"),
                row.getString("description"));
    }

    /** Whether Redshift added it to a materialized view for its own use: it cannot be selected. */
    boolean isInternal() {
        return name.startsWith("padb_internal_");
    }

    /**
     * Its type.
     *
     * @throws TrawlException if it is missing, and that is the catalog's fault
     */
    @Override
    public SourceType type() {
        if (type == null) {
            throw new TrawlException(FailureKind.INVALID, "column '" + name + "': its type is missing in pg_type");
        }
        return type;
    }

    /** By the name in pg_type if what is printed means nothing to this source. */
    private static SourceType type(String display, String name) {
        SourceType printed = TypeParser.parse(display);
        if (!DataTypes.of(printed).equals(DataTypes.UNKNOWN)) {
            return printed;
        }
        return new SourceType(display, name, printed.arguments(), null, printed.fields());
    }
}
