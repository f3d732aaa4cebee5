package io.trawl.api.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column, as in OpenMetadata's entity/data/table.json.
 *
 * @param name encoded as {@link Fqn#encodeInTable} does
 * @param displayName the raw name; null if it is {@code name}
 * @param dataType one of OpenMetadata's data types; {@code UNKNOWN} if none fits
 * @param arrayDataType the element's type; required with {@code ARRAY}, else null
 * @param dataLength required with CHAR, VARCHAR, BINARY and VARBINARY (1 if the source has none), else null
 * @param precision null unless the source declares it
 * @param scale null unless {@code precision} is given; at most {@code precision}
 * @param dataTypeDisplay the source's own name of the type, lower case but for what stands in quotes
 * @param description the source's comment
 * @param constraint {@code NULL}, {@code NOT_NULL}, {@code UNIQUE}, {@code PRIMARY_KEY}, or null if not known
 * @param ordinalPosition from 1
 * @param children required with STRUCT; with an ARRAY of STRUCT those of its elements; else null
 * @param tags null if none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Column(
        String name,
        @Nullable String displayName,
        String dataType,
        String arrayDataType,
        Integer dataLength,
        @Nullable Integer precision,
        @Nullable Integer scale,
        String dataTypeDisplay,
        @Nullable String description,
        @Nullable String constraint,
        Integer ordinalPosition,
        List<Column> children,
        @Nullable List<TagLabel> tags) {

    public Column {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(dataType, "dataType");
        children = children == null ? null : List.copyOf(children);
    }

    /**
     * The same column without these tags, on itself and on its children.
     *
     * @param tagFqns fully qualified names of tags
     */
    public Column withoutTags(Set<String> tagFqns) {
        return new Column(
                name,
                displayName,
                dataType,
                arrayDataType,
                dataLength,
                precision,
                scale,
                dataTypeDisplay,
                description,
                constraint,
                ordinalPosition,
                children == null
                        ? null
                        : children.stream()
                                .map(child -> child.withoutTags(tagFqns))
                                .toList(),
                TagLabel.without(tags, tagFqns));
    }

    /** The name in the source. */
    public String rawName() {
        return displayName == null ? name : displayName;
    }
}
