package io.trawl.source.postgresql;

import java.util.List;

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
