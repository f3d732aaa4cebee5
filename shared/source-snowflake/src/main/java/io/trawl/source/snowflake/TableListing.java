package io.trawl.source.snowflake;

import io.trawl.source.jdbc.Results;
import io.trawl.source.kit.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The SHOW commands that together list what OpenMetadata calls tables, in the order in which they are sent. */
enum TableListing {
    TABLES(EnumSet.of(Kind.TABLE, Kind.TRANSIENT_TABLE, Kind.EXTERNAL_TABLE, Kind.DYNAMIC_TABLE, Kind.ICEBERG_TABLE)),
    VIEWS(EnumSet.of(Kind.VIEW, Kind.SECURE_VIEW, Kind.MATERIALIZED_VIEW)),
    STREAMS(EnumSet.of(Kind.STREAM)),
    STAGES(EnumSet.of(Kind.STAGE)),
    SEMANTIC_VIEWS(EnumSet.of(Kind.SEMANTIC_VIEW));

    private final Set<Kind> kinds;

    TableListing(Set<Kind> kinds) {
        this.kinds = kinds;
    }

    /** An object that a row shows; its kind is null if it is one that is not listed. */
    record Shown(String name, @Nullable Kind kind) {}

    /** The one that is sent first after another, or first of all after null; empty if none of these kinds is left. */
    static Optional<TableListing> next(@Nullable TableListing after, Set<Kind> wanted) {
        return List.of(values()).stream()
                .filter(each -> after == null || each.compareTo(after) > 0)
                .filter(each -> each.kinds.stream().anyMatch(wanted::contains))
                .findFirst();
    }

    /**
     * A part of what there is, in the order of the names; the whole if the command takes no limit.
     *
     * @param after the name behind which it begins; null for the beginning
     */
    List<Shown> read(Connection session, SchemaName schema, int limit, @Nullable String after) throws SQLException {
        Results.Row<Shown> row = shown -> new Shown(shown.getString("name"), kind(shown));
        return ShowPages.page(session, objects(), schema.scope(), limit, after, row);
    }

    /** Whether INFORMATION_SCHEMA.TABLES has them. */
    boolean isInTables() {
        return this == TABLES || this == VIEWS;
    }

    /** Whether there is more behind a part of so many. */
    boolean hasMore(int size, int limit) {
        return !ShowPages.hasNone(objects()) && size >= limit;
    }

    /** Whether so many are more than the command says at once, without a word. */
    boolean isCutOff(int size) {
        return ShowPages.hasNone(objects()) && size >= Query.MOST_ROWS;
    }

    private String objects() {
        return name().replace('_', ' ');
    }

    /** What other sessions make for themselves alone is not listed. */
    private @Nullable Kind kind(ResultSet row) throws SQLException {
        return switch (this) {
            case TABLES -> "TEMPORARY".equals(ShowRow.text(row, "kind")) ? null : ShownKind.ofTable(row);
            case VIEWS -> ShownKind.ofView(row);
            case STREAMS -> Kind.STREAM;
            case STAGES -> Kind.STAGE;
            case SEMANTIC_VIEWS -> Kind.SEMANTIC_VIEW;
        };
    }
}
