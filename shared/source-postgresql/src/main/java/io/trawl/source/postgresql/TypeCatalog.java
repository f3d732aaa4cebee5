package io.trawl.source.postgresql;

import io.trawl.api.model.FailureKind;
import io.trawl.api.model.TrawlException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The types that the columns of a batch are made of, by oid. */
final class TypeCatalog {

    /**
     * A row of pg_type.
     *
     * @param name without its schema
     * @param category typtype: b base, c composite, d domain, e enum, p pseudo, r range, m multirange
     * @param builtin whether it is PostgreSQL's own, in pg_catalog
     * @param notNull whether it is a domain that forbids null
     * @param element oid of the type of an array's elements; 0 if it is no array
     * @param base oid of the type a domain is made of; 0 if it is no domain
     * @param baseModifier a domain's modifier of its base type, or -1
     * @param attributes of a composite type, in their order; else empty
     */
    record SourceType(
            String name,
            char category,
            boolean builtin,
            boolean notNull,
            long element,
            long base,
            int baseModifier,
            List<Attribute> attributes) {

        boolean isArray() {
            return element != 0;
        }

        boolean isDomain() {
            return category == 'd';
        }

        boolean isComposite() {
            return category == 'c';
        }
    }

    private final Map<Long, SourceType> types = new HashMap<>();

    /** Reads the answer to types.sql. */
    static TypeCatalog read(ResultSet row) throws SQLException {
        TypeCatalog catalog = new TypeCatalog();
        while (row.next()) {
            long oid = row.getLong("oid");
            SourceType type = catalog.types.get(oid);
            if (type == null) {
                type = new SourceType(
                        row.getString("typname"),
                        row.getString("typtype").charAt(0),
                        row.getBoolean("builtin"),
                        row.getBoolean("typnotnull"),
                        row.getLong("element"),
                        row.getLong("typbasetype"),
                        row.getInt("typtypmod"),
                        new ArrayList<>());
                catalog.types.put(oid, type);
            }
            if (row.getString("attname") != null) {
                type.attributes().add(Attribute.of(row, false));
            }
        }
        return catalog;
    }

    /**
     * A type that is no domain, with the modifier that applies to it.
     *
     * @param notNull whether a domain on the way forbids null
     */
    record Plain(SourceType type, int modifier, boolean notNull) {}

    /**
     * Follows domains to what they are made of.
     *
     * @throws TrawlException if a type is missing, and that is the catalog's fault
     */
    Plain plain(long oid, int modifier) {
        SourceType type = get(oid);
        int own = modifier;
        boolean notNull = false;
        while (type.isDomain()) {
            notNull |= type.notNull();
            own = type.baseModifier() >= 0 ? type.baseModifier() : own;
            type = get(type.base());
        }
        return new Plain(type, own, notNull);
    }

    private SourceType get(long oid) {
        SourceType type = types.get(oid);
        if (type == null) {
            throw new TrawlException(FailureKind.INVALID, "type " + oid + " is missing in pg_type");
        }
        return type;
    }

    /** The attributes of a composite type, or of the composite elements of an array; empty for any other type. */
    List<Attribute> attributesOf(SourceType type) {
        if (type.isArray()) {
            return attributesOf(plain(type.element(), -1).type());
        }
        return type.isComposite() ? type.attributes() : List.of();
    }
}
