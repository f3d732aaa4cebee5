package io.trawl.source.postgresql;

import io.trawl.core.config.Filters;
import io.trawl.core.config.Workflow;
import io.trawl.core.model.EntityType;
import io.trawl.core.model.Fqn;
import io.trawl.core.model.Hierarchy;
import io.trawl.core.model.Hierarchy.Failure;
import io.trawl.core.model.Hierarchy.Schema;
import io.trawl.core.model.TrawlException;
import io.trawl.source.jdbc.SqlResource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the service, its databases and schemas, and the tags that its tables may carry. */
final class HierarchyReader {

    static final String SERVICE_TYPE = "Postgres";

    private static final String DATABASES = SqlResource.load(HierarchyReader.class, "databases.sql");
    private static final String SCHEMAS = SqlResource.load(HierarchyReader.class, "schemas.sql");

    private final String service;
    private final PostgresConnection connection;
    private final boolean includeTags;
    private final Filters filters;
    private final Database server;

    HierarchyReader(Workflow.Source source, Filters filters, Database server) {
        this.service = source.serviceName();
        this.connection = (PostgresConnection) source.connection();
        this.includeTags = source.metadata().includeTags();
        this.filters = filters;
        this.server = server;
    }

    /**
     * @param usable whether it allows connections, and the role's
     */
    record Listed(String name, String description, boolean usable) {}

    /**
     * Reads the hierarchy.
     *
     * @throws TrawlException if the configured database cannot be reached
     */
    Hierarchy read() {
        List<Listed> listed = databases();
        boolean complete = connection.ingestAllDatabases();
        int filtered = 0;
        PolicyTags tags = new PolicyTags(connection.classificationName());
        List<Hierarchy.Database> databases = new ArrayList<>();
        for (Listed each : listed) {
            if (!allows(each)) {
                filtered++;
            } else if (each.usable()) {
                filtered += addDatabase(each, databases, tags);
            } else {
                complete = false;
            }
        }
        return new Hierarchy(
                new Hierarchy.Service(service, SERVICE_TYPE, null),
                databases,
                tags.classifications(),
                complete,
                filtered);
    }

    /** The databases the workflow asks for, before the filter. */
    List<Listed> databases() {
        try {
            return server.read(connection.database(), this::listDatabases);
        } catch (SQLException e) {
            throw server.messages().exception(connection.database(), e);
        }
    }

    /**
     * Fully qualified names of all databases, or of all schemas of one, before the filters.
     *
     * @param database raw name; null for databases
     * @throws TrawlException if they cannot be listed
     */
    Set<String> names(EntityType type, String database) {
        if (type == EntityType.DATABASE) {
            return databases().stream()
                    .map(listed -> Fqn.of(service, listed.name()))
                    .collect(Collectors.toSet());
        }
        try {
            return server.readPatiently(database, this::listSchemas).stream()
                    .map(schema -> Fqn.of(service, database, schema.name()))
                    .collect(Collectors.toSet());
        } catch (SQLException e) {
            throw server.messages().exception(database, e);
        }
    }

    private List<Listed> listDatabases(Connection session) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(DATABASES)) {
            statement.setBoolean(1, connection.ingestAllDatabases());
            List<Listed> databases = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    databases.add(new Listed(row.getString(1), row.getString(2), row.getBoolean(3)));
                }
            }
            return databases;
        }
    }

    /** As in OpenMetadata, a database that is named alone is not filtered. */
    private boolean allows(Listed database) {
        return !connection.ingestAllDatabases()
                || filters.allows(EntityType.DATABASE, database.name(), Fqn.of(service, database.name()));
    }

    /** Adds a database with its schemas, or with its failure; answers how many schemas the filter left out. */
    private int addDatabase(Listed listed, List<Hierarchy.Database> databases, PolicyTags tags) {
        String name = listed.name();
        List<Schema> schemas = List.of();
        Failure failure = null;
        int filtered = 0;
        try {
            List<Schema> all = server.readPatiently(name, this::listSchemas);
            schemas = all.stream()
                    .filter(schema -> filters.allows(
                            EntityType.DATABASE_SCHEMA, schema.name(), Fqn.of(service, name, schema.name())))
                    .toList();
            filtered = all.size() - schemas.size();
            if (includeTags && !schemas.isEmpty()) {
                Set<String> covered = schemas.stream().map(Schema::name).collect(Collectors.toSet());
                tags.addAll(server.readPatiently(name, session -> PolicyTags.read(session, covered)));
            }
        } catch (SQLException e) {
            failure = server.messages().failure(name, e);
            schemas = List.of();
        } catch (TrawlException e) {
            failure = new Failure(e.kind(), e.getMessage());
            schemas = List.of();
        }
        databases.add(new Hierarchy.Database(name, listed.description(), schemas, failure));
        return filtered;
    }

    private List<Schema> listSchemas(Connection session) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(SCHEMAS);
                ResultSet row = statement.executeQuery()) {
            List<Schema> schemas = new ArrayList<>();
            while (row.next()) {
                schemas.add(new Schema(row.getString(1), row.getString(2)));
            }
            return schemas;
        }
    }
}
