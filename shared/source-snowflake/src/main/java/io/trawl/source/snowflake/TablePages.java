package io.trawl.source.snowflake;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.TrawlException;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.kit.Descriptors;
import io.trawl.source.kit.Kind;
import io.trawl.source.kit.ListRequest;
import io.trawl.source.kit.Page;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists tables, views, streams, stages and semantic views of a schema. A page is what one SHOW command answers; where the next
 * begins is said by the name of that command, and behind a space by the last name of the page.
 */
final class TablePages {

    /** SHOW says no number of columns. */
    private static final int USUAL_COLUMNS = 20;

    private final String service;
    private final DatabaseMetadata metadata;
    private final SnowflakeConnection connection;
    private final Versions versions;

    TablePages(Workflow.Source source) {
        this.service = source.serviceName();
        this.metadata = source.metadata();
        this.connection = (SnowflakeConnection) source.connection();
        this.versions = new Versions(source);
    }

    /** @param command null if nothing is listed */
    private record Start(
            @Nullable TableListing command, @Nullable String after) {

        static Start of(@Nullable String next, Set<Kind> kinds) {
            if (next == null) {
                return new Start(TableListing.next(null, kinds).orElse(null), null);
            }
            int space = next.indexOf(' ');
            return space < 0
                    ? new Start(TableListing.valueOf(next), null)
                    : new Start(TableListing.valueOf(next.substring(0, space)), next.substring(space + 1));
        }
    }

    Page list(Connection session, ListRequest request) throws SQLException {
        Set<Kind> kinds = kinds(request);
        Start start = Start.of(request.after(), kinds);
        TableListing command = start.command();
        if (command == null) {
            return Page.empty();
        }
        SchemaName schema = new SchemaName(request.database(), request.schemas().get(0));
        List<TableListing.Shown> shown = command.read(session, schema, request.limit(), start.after());
        Map<String, Map<String, String>> versioned = command.isInTables()
                ? versions.of(session, schema, shown.stream().map(TableListing.Shown::name).toList())
                : Map.of();
        List<EntityDescriptor> found = descriptors(request, schema, kinds, shown, start.after(), versioned);
        if (command.hasMore(shown.size(), request.limit())) {
            String last = shown.get(shown.size() - 1).name();
            if (last.equals(start.after())) {
                throw new TrawlException(
                        FailureKind.INVALID,
                        "schema '" + schema.schema() + "': SHOW " + command + " does not get beyond '" + last + "'");
            }
            return new Page(found, command.name() + " " + last);
        }
        Optional<TableListing> next = TableListing.next(command, kinds);
        return new Page(
                found,
                next.map(TableListing::name).orElse(null),
                command.isCutOff(shown.size())
                        ? Map.of(schema.schema(), new Failure(FailureKind.INVALID, "it has more stages than SHOW says"))
                        : Map.of());
    }

    private Set<Kind> kinds(ListRequest request) {
        Set<Kind> kinds = Kind.of(request, metadata);
        if (!request.everyKind()) {
            leaveOut(kinds, Kind.TRANSIENT_TABLE, connection.includeTransientTables());
            leaveOut(kinds, Kind.STREAM, connection.includeStreams());
            leaveOut(kinds, Kind.STAGE, connection.includeStages());
            leaveOut(kinds, Kind.SEMANTIC_VIEW, connection.includeSemanticViews());
        }
        return kinds;
    }

    private static void leaveOut(Set<Kind> kinds, Kind kind, boolean included) {
        if (!included) {
            kinds.remove(kind);
        }
    }

    /** A name that is shown twice, or again at the beginning of a page, is one. */
    private List<EntityDescriptor> descriptors(
            ListRequest request,
            SchemaName schema,
            Set<Kind> kinds,
            List<TableListing.Shown> shown,
            @Nullable String before,
            Map<String, Map<String, String>> versioned) {
        Descriptors descriptors = new Descriptors(service, request);
        List<EntityDescriptor> found = new ArrayList<>(shown.size());
        String previous = before;
        for (TableListing.Shown each : shown) {
            if (each.kind() != null
                    && kinds.contains(each.kind())
                    && !each.name().equals(previous)) {
                found.add(descriptors.table(
                        schema.schema(),
                        each.name(),
                        each.kind(),
                        versioned.getOrDefault(each.name(), Map.of()),
                        Descriptors.tableCost(USUAL_COLUMNS, each.kind())));
            }
            previous = each.name();
        }
        return found;
    }
}
