package io.trawl.source.redshift;

import io.trawl.api.model.Column;
import io.trawl.api.model.Fqn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes OpenMetadata's columns, with the children of structs. */
final class ColumnMapper {

    private ColumnMapper() {}

    /**
     * A column.
     *
     * @param name raw
     * @param description its comment
     * @param constraint {@code PRIMARY_KEY}, {@code UNIQUE}, {@code NOT_NULL} or {@code NULL}; null if not known
     * @param position among the columns of its table or struct, from 1
     */
    static Column column(
            String name, SourceType type, @Nullable String description, @Nullable String constraint, int position) {
        String dataType = DataTypes.of(type);
        SourceType element = type.element();
        List<Column> children = children(element == null ? type : element);
        Integer precision = precision(dataType, type);
        String encoded = Fqn.encodeInTable(name);
        return new Column(
                encoded,
                encoded.equals(name) ? null : name,
                dataType,
                element == null ? null : DataTypes.of(element),
                length(dataType, type),
                precision,
                precision == null ? null : scale(type),
                type.text().toLowerCase(Locale.ROOT),
                description,
                constraint,
                position,
                children.isEmpty() ? null : children,
                null);
    }

    private static List<Column> children(SourceType type) {
        List<Column> children = new ArrayList<>();
        for (SourceType.Field field : type.fields()) {
            children.add(column(field.name(), field.type(), null, null, children.size() + 1));
        }
        return children;
    }

    /** The declared length; 1 where OpenMetadata wants one and none is declared. */
    private static Integer length(String dataType, SourceType type) {
        return switch (dataType) {
            case "CHAR", "VARCHAR", "BINARY", "VARBINARY" ->
                type.arguments().isEmpty() ? 1 : type.arguments().get(0);
            default -> null;
        };
    }

    /** The declared precision; null if the scale is above it and so cannot stand beside it. */
    private static @Nullable Integer precision(String dataType, SourceType type) {
        boolean exact = dataType.equals("NUMERIC") || dataType.equals("DECIMAL");
        if (!exact
                || type.arguments().isEmpty()
                || scale(type) > type.arguments().get(0)) {
            return null;
        }
        return type.arguments().get(0);
    }

    private static int scale(SourceType type) {
        return type.arguments().size() < 2 ? 0 : type.arguments().get(1);
    }
}
