package io.trawl.testkit.snowflake.model;

import java.time.Instant;
import java.util.List;

/**
 * A table or view.
 *
 * @param name exact
 * @param kind what it is
 * @param columns in their order
 * @param keys primary and unique
 * @param foreignKeys of a table
 * @param clusterBy as SHOW prints it, for example {@code LINEAR(A, B)}, or null
 * @param comment or null
 * @param owner the role
 * @param created when
 * @param lastAltered when
 * @param text of a view or dynamic table, else null
 * @param secure of a view
 * @param textHidden whether only the owner sees the text; always so for secure views
 * @param listedTwice whether SHOW VIEWS lists it twice, as seen in the field (DataHub #19823)
 * @param location of an external or Iceberg table, or null
 * @param tags of the object
 */
public record Table(
        String name,
        TableKind kind,
        List<Column> columns,
        List<Key> keys,
        List<ForeignKey> foreignKeys,
        String clusterBy,
        String comment,
        String owner,
        Instant created,
        Instant lastAltered,
        String text,
        boolean secure,
        boolean textHidden,
        boolean listedTwice,
        String location,
        List<Tag> tags) {

    /** Starts to describe a table or view. */
    public static TableBuilder builder(String name, TableKind kind) {
        return new TableBuilder(name, kind);
    }

    /** Starts to describe a table like this one. */
    public TableBuilder copy() {
        return new TableBuilder(this);
    }

    /** Whether a role may read the text. */
    public boolean textVisibleTo(String role) {
        return role.equals(owner) || !(secure || textHidden);
    }
}
