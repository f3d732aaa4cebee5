package io.trawl.source.snowflake;

import io.trawl.api.model.Column;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.TagLabel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes OpenMetadata's columns, with the children of structured objects. Default values have no place in OpenMetadata. */
final class ColumnMapper {

    private ColumnMapper() {}

    /**
     * A column.
     *
     * @param key {@code PRIMARY_KEY} or {@code UNIQUE}; null if it alone is neither
     * @param position among the columns of its table, from 1
     * @param tags null if none
     */
    static Column column(SourceColumn column, @Nullable String key, int position, @Nullable List<TagLabel> tags) {
        String constraint = key != null ? key : column.type().nullable() ? "NULL" : "NOT_NULL";
        return column(column.name(), column.type(), column.description(), constraint, position, tags);
    }

    private static Column column(
            String name,
            SourceType type,
            @Nullable String description,
            String constraint,
            int position,
            @Nullable List<TagLabel> tags) {
        String dataType = DataTypes.of(type);
        boolean isArray = dataType.equals(SourceType.ARRAY);
        List<Column> children = children(isArray && type.element() != null ? type.element() : type);
        boolean isDecimal =
                type.name().equals(SourceType.FIXED) && type.arguments().size() == 2;
        String encoded = Fqn.encodeInTable(name);
        return new Column(
                encoded,
                encoded.equals(name) ? null : name,
                dataType,
                isArray ? DataTypes.ofElements(type) : null,
                length(type),
                isDecimal ? type.arguments().get(0) : null,
                isDecimal ? type.arguments().get(1) : null,
                type.display(),
                description,
                constraint,
                position,
                children.isEmpty() ? null : children,
                tags);
    }

    private static List<Column> children(SourceType type) {
        List<Column> children = new ArrayList<>();
        for (SourceType.Field field : type.fields()) {
            String constraint = field.type().nullable() ? "NULL" : "NOT_NULL";
            children.add(column(field.name(), field.type(), null, constraint, children.size() + 1, null));
        }
        return children;
    }

    /** The length of text and binary data; 1, since OpenMetadata wants one, if it is not known. */
    private static @Nullable Integer length(SourceType type) {
        boolean hasLength = type.name().equals(SourceType.TEXT) || type.name().equals(SourceType.BINARY);
        return hasLength
                ? Integer.valueOf(
                        type.arguments().isEmpty() ? 1 : type.arguments().get(0))
                : null;
    }
}
