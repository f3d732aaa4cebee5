package io.trawl.api.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A constraint over a table's columns.
 *
 * @param constraintType {@code UNIQUE}, {@code PRIMARY_KEY}, {@code FOREIGN_KEY}, {@code SORT_KEY}, {@code DIST_KEY} or
 *     {@code CLUSTER_KEY}
 * @param columns encoded names of columns of the same table
 * @param referredColumns fully qualified column names, in the order of {@code columns}; only with a foreign key
 * @param relationshipType {@code MANY_TO_ONE} and so on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TableConstraint(
        String constraintType,
        List<String> columns,
        List<String> referredColumns,
        @Nullable String relationshipType) {

    /** The constraint type that refers to another table. */
    public static final String FOREIGN_KEY = "FOREIGN_KEY";

    public TableConstraint {
        Objects.requireNonNull(constraintType, "constraintType");
        columns = List.copyOf(columns);
        referredColumns = referredColumns == null ? null : List.copyOf(referredColumns);
    }

    /** A key over columns of the table itself. */
    public static TableConstraint key(String constraintType, List<String> columns) {
        return new TableConstraint(constraintType, columns, null, null);
    }

    /** Whether it refers to another table, which must then be in the catalog first. Not a field of the request. */
    @JsonIgnore
    public boolean isForeignKey() {
        return FOREIGN_KEY.equals(constraintType);
    }
}
