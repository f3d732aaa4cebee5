package io.trawl.source.redshift;

import io.trawl.source.jdbc.Results;
import io.trawl.source.kit.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A procedure or function, as PG_PROC_INFO has it.
 *
 * @param schema raw name
 * @param name raw name
 * @param overload the types of its input arguments if its schema holds several of this name, else null
 * @param language lanname
 * @param source its text; null if the catalog holds none
 * @param securityDefiner whether it runs with its owner's rights
 * @param volatility i, s or v
 * @param names of all arguments; empty if they have none
 * @param modes i, o or b for each argument; empty if all are inputs
 * @param allTypes oids of all arguments' types; empty if all are inputs
 * @param inputTypes in the catalog's words
 * @param description its comment
 */
record Routine(
        Kind kind,
        String schema,
        String name,
        String quotedName,
        String overload,
        String language,
        @Nullable String source,
        boolean securityDefiner,
        String volatility,
        List<String> names,
        List<String> modes,
        List<Long> allTypes,
        List<String> inputTypes,
        String returnType,
        @Nullable String description,
        String owner) {

    /** What the {@code prokind} of a row stands for. */
    static Kind kind(ResultSet row) throws SQLException {
        return row.getString("prokind").equals("p") ? Kind.PROCEDURE : Kind.UDF;
    }

    /** A row of procedures.sql. */
    static Routine of(ResultSet row) throws SQLException {
        String source = row.getString("prosrc");
        String inputTypes = row.getString("input_types");
        return new Routine(
                kind(row),
                row.getString("nspname"),
                row.getString("proname"),
                row.getString("quoted_name"),
                row.getString("overload"),
                row.getString("lanname"),
                source == null || source.isBlank() ? null : source,
                row.getBoolean("prosecdef"),
                row.getString("provolatile"),
                Results.names(row, "proargnames"),
                Results.names(row, "proargmodes"),
                Results.names(row, "proallargtypes").stream().map(Long::valueOf).toList(),
                inputTypes == null || inputTypes.isBlank() ? List.of() : List.of(inputTypes.split(", ")),
                row.getString("return_type"),
                row.getString("description"),
                row.getString("owner"));
    }
}
