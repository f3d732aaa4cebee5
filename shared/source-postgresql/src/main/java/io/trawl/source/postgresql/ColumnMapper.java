package io.trawl.source.postgresql;

import io.trawl.api.model.Column;
import io.trawl.api.model.Fqn;
import io.trawl.source.postgresql.TypeCatalog.SourceType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes columns, with the children of composite types. */
final class ColumnMapper {

    /** PostgreSQL lets no type hold itself; this only guards against a catalog that does. */
    private static final int DEEPEST = 32;
    /** Modifiers of numeric and of character types count the header of a stored value. */
    private static final int HEADER = 4;

    private static final String PUBLIC = "public.";

    private final TypeCatalog types;

    ColumnMapper(TypeCatalog types) {
        this.types = types;
    }

    /**
     * A column of a table.
     *
     * @param key {@code PRIMARY_KEY} or {@code UNIQUE} if it alone is one, else null
     * @param position among the columns that are left, from 1
     */
    Column column(Attribute attribute, String key, int position) {
        boolean notNull = attribute.notNull()
                || types.plain(attribute.type(), attribute.modifier()).notNull();
        String constraint = key != null ? key : notNull ? "NOT_NULL" : "NULL";
        return column(attribute, constraint, position, 0);
    }

    private Column column(Attribute attribute, String constraint, int position, int depth) {
        TypeCatalog.Plain plain = types.plain(attribute.type(), attribute.modifier());
        SourceType type = plain.type();
        String dataType = DataTypes.of(type);
        List<Column> children = depth < DEEPEST ? children(type, depth) : List.of();
        if (dataType.equals(DataTypes.STRUCT) && children.isEmpty()) {
            dataType = DataTypes.UNKNOWN;
        }
        Integer precision = precision(type, plain.modifier());
        String name = Fqn.encodeInTable(attribute.name());
        return new Column(
                name,
                name.equals(attribute.name()) ? null : attribute.name(),
                dataType,
                type.isArray()
                        ? DataTypes.of(
                                types.plain(type.element(), plain.modifier()).type())
                        : null,
                length(dataType, type, plain.modifier()),
                precision,
                precision == null ? null : scale(plain.modifier()),
                display(attribute),
                attribute.description(),
                constraint,
                position,
                children.isEmpty() ? null : children,
                null);
    }

    /** A type of the schema public is shown without it, as OpenMetadata's own connector does. */
    private static String display(Attribute attribute) {
        String text = attribute.display();
        return text.startsWith(PUBLIC) ? text.substring(PUBLIC.length()) : text;
    }

    private List<Column> children(SourceType type, int depth) {
        List<Column> children = new ArrayList<>();
        for (Attribute attribute : types.attributesOf(type)) {
            children.add(column(attribute, null, children.size() + 1, depth + 1));
        }
        return children;
    }

    /** The declared length of characters and bits; 1 where OpenMetadata wants one and none is declared. */
    private static Integer length(String dataType, SourceType type, int modifier) {
        return switch (dataType) {
            case "CHAR", "VARCHAR" -> modifier > HEADER ? modifier - HEADER : 1;
            case "BIT" -> modifier > 0 ? modifier : 1;
            default -> null;
        };
    }

    /** The declared precision; null if the scale, negative or above it since PostgreSQL 15, cannot stand beside it. */
    private static @Nullable Integer precision(SourceType type, int modifier) {
        if (!type.builtin() || !type.name().equals("numeric") || modifier < HEADER) {
            return null;
        }
        int precision = modifier - HEADER >> 16 & 0xffff;
        int scale = scale(modifier);
        return scale >= 0 && scale <= precision ? precision : null;
    }

    /** Eleven bits with a sign; before PostgreSQL 15 the sign was never set. */
    private static int scale(int modifier) {
        return (modifier - HEADER & 0x7ff ^ 0x400) - 0x400;
    }
}
