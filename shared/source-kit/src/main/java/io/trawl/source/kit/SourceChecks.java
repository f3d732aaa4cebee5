package io.trawl.source.kit;

import io.trawl.api.model.Check;
import io.trawl.api.model.Hierarchy;
import io.trawl.api.model.Hierarchy.Failure;
import io.trawl.api.model.HierarchyFailure;
import io.trawl.api.model.TrawlException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Makes the checks that {@code trawl check} prints about a server: login, session, databases, schemas, and what can be
 * seen in them.
 */
final class SourceChecks<S> {

    private final String database;
    private final DatabaseAccess<S> server;
    private final HierarchyReader<S> hierarchyReader;
    private final Dialect<S> dialect;

    /** @param database to connect to */
    SourceChecks(String database, DatabaseAccess<S> server, HierarchyReader<S> hierarchyReader, Dialect<S> dialect) {
        this.database = database;
        this.server = server;
        this.hierarchyReader = hierarchyReader;
        this.dialect = dialect;
    }

    /** At least one line; later checks are left out once one fails that they need. */
    List<Check> run() {
        List<Check> checks = new ArrayList<>();
        try {
            checks.addAll(server.read(database, dialect::check));
        } catch (Exception e) {
            checks.add(failed("source login", database, e));
            return checks;
        }
        try {
            Hierarchy hierarchy = hierarchyReader.read();
            checks.add(databases(hierarchy));
            hierarchy.failures().forEach(failure -> checks.add(unreadable(failure)));
            hierarchy.databases().forEach(database -> checks.add(contents(database)));
        } catch (TrawlException e) {
            checks.add(Check.failed("source databases", e.kind(), e.getMessage()));
        }
        return checks;
    }

    private static Check databases(Hierarchy hierarchy) {
        int databases = hierarchy.databases().size();
        long schemas = hierarchy.databases().stream()
                .mapToLong(database -> database.schemas().size())
                .sum();
        return Check.passed(
                "source databases",
                databases + " with " + schemas + " schemas; the filters leave out " + hierarchy.filtered()
                        + hierarchy.warnings().stream()
                                .map(warning -> "; " + warning)
                                .collect(Collectors.joining()));
    }

    private static Check unreadable(HierarchyFailure failure) {
        String name = "source " + failure.type().wireName() + " " + failure.fqn();
        return failure.isContainer()
                ? Check.failed(name, failure.kind(), failure.message())
                : Check.passed(name, "warning: is left out: " + failure.message());
    }

    private Check contents(Hierarchy.Database listed) {
        String name = "source database " + listed.name();
        if (listed.failure() != null) {
            return Check.failed(name, listed.failure().kind(), listed.failure().message());
        }
        List<String> schemas =
                listed.schemas().stream().map(Hierarchy.Schema::name).toList();
        try {
            return Check.passed(
                    name, server.read(listed.name(), session -> dialect.contents(session, listed.name(), schemas)));
        } catch (Exception e) {
            return failed(name, listed.name(), e);
        }
    }

    private Check failed(String name, String inDatabase, Exception why) {
        Failure failure = server.messages().failure(inDatabase, why);
        return Check.failed(name, failure.kind(), failure.message());
    }
}
