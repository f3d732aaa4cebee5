package io.trawl.source.snowflake;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.source.kit.Descriptors;
import io.trawl.source.kit.Kind;
import io.trawl.source.kit.ListRequest;
import io.trawl.source.kit.Page;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists procedures and functions of a schema. SHOW says all of them at once, so that a page asks for all and takes its part; a
 * schema with more than SHOW says is looked up in INFORMATION_SCHEMA, which needs a warehouse. Where the next page begins is said
 * by the {@link Shown#key key} of the page's last.
 */
final class RoutinePages {

    private static final Query PROCEDURES = Query.load("list-procedures.sql");
    private static final Query FUNCTIONS = Query.load("list-functions.sql");

    private final String service;

    RoutinePages(String service) {
        this.service = service;
    }

    private record Shown(Signature signature, Kind kind) {

        String arguments() {
            return String.join(", ", signature.types());
        }

        /** Equal for no two of a schema; sorts by the name first. */
        String key() {
            return signature.name() + '\0' + arguments() + '\0' + kind;
        }
    }

    Page list(Connection session, ListRequest request) throws SQLException {
        SchemaName schema = new SchemaName(request.database(), request.schemas().get(0));
        List<Shown> procedures = read(session, schema, Kind.PROCEDURE, "USER PROCEDURES", PROCEDURES);
        List<Shown> functions = read(session, schema, Kind.UDF, "USER FUNCTIONS", FUNCTIONS);
        Set<Signature> ofProcedures = procedures.stream().map(Shown::signature).collect(Collectors.toSet());
        Map<String, Integer> ofName = new HashMap<>();
        Stream.concat(procedures.stream(), functions.stream())
                .forEach(each -> ofName.merge(each.signature().name(), 1, Integer::sum));
        List<Shown> rest = Stream.concat(procedures.stream(), functions.stream())
                .filter(each -> request.after() == null || each.key().compareTo(request.after()) > 0)
                .sorted(Comparator.comparing(Shown::key))
                .toList();
        List<Shown> page = rest.subList(0, Math.min(request.limit(), rest.size()));
        Descriptors descriptors = new Descriptors(service, request);
        List<EntityDescriptor> found = page.stream()
                .map(each -> descriptors.routine(
                        schema.schema(),
                        each.signature().name(),
                        ofName.get(each.signature().name()) == 1 ? null : overload(each, ofProcedures),
                        each.kind(),
                        Map.of(Signature.ARGUMENTS, each.arguments()),
                        0))
                .toList();
        return new Page(
                found, page.size() < rest.size() ? page.get(page.size() - 1).key() : null);
    }

    /** A function may have the name and arguments of a procedure. */
    private static String overload(Shown routine, Set<Signature> ofProcedures) {
        boolean ambiguous = routine.kind() == Kind.UDF && ofProcedures.contains(routine.signature());
        return (ambiguous ? "function " : "") + routine.arguments();
    }

    private static List<Shown> read(Connection session, SchemaName schema, Kind kind, String objects, Query inCatalog)
            throws SQLException {
        List<Shown> shown = Query.show(objects, schema)
                .list(
                        session,
                        row -> new Shown(Signature.ofShow(row.getString("name"), row.getString("arguments")), kind));
        if (shown.size() >= Query.MOST_ROWS) {
            shown = inCatalog
                    .withName("database", schema.database())
                    .bind(schema.schema())
                    .list(
                            session,
                            row -> new Shown(
                                    Signature.named(row.getString("NAME"), row.getString("ARGUMENT_SIGNATURE")), kind));
        }
        return List.copyOf(new LinkedHashSet<>(shown));
    }
}
