package io.trawl.source.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.source.jdbc.SqlResource;
import io.trawl.source.kit.Descriptors;
import io.trawl.source.kit.Kind;
import io.trawl.source.kit.ListRequest;
import io.trawl.source.kit.Page;
import io.trawl.source.postgresqlfamily.Oid;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lists entities in the order of their oids. */
final class PostgresPages {

    private static final String TABLES = SqlResource.load(PostgresPages.class, "list-tables.sql");
    private static final String PROCEDURES = SqlResource.load(PostgresPages.class, "list-procedures.sql");

    private final Transactions transactions;
    private final String service;
    private final DatabaseMetadata metadata;

    PostgresPages(Transactions transactions, String service, DatabaseMetadata metadata) {
        this.transactions = transactions;
        this.service = service;
        this.metadata = metadata;
    }

    /**
     * A page. The name of one that is damaged has octal escapes, as in bytea's escape format; reading it fails for the reason
     * that listing did.
     */
    Page list(Connection connection, ListRequest request) throws SQLException {
        boolean tables = request.type() == EntityType.TABLE;
        Set<Kind> kinds = Kind.of(request, metadata);
        if (kinds.isEmpty()) {
            return Page.empty();
        }
        List<Object> parameters = new ArrayList<>(Collections.nCopies(tables ? 1 : 2, request.damaged()));
        parameters.add(request.after() == null ? 0 : Long.parseLong(request.after()));
        parameters.add(request.schemas());
        parameters.add(KindLetters.of(request.type(), kinds));
        parameters.add(request.limit());
        Descriptors descriptors = new Descriptors(service, request);
        List<EntityDescriptor> found = tables
                ? transactions.list(connection, TABLES, parameters, row -> table(row, descriptors))
                : transactions.list(connection, PROCEDURES, parameters, row -> procedure(row, descriptors));
        boolean last = found.size() < request.limit();
        return new Page(found, last ? null : Long.toString(Oid.of(found.get(found.size() - 1))));
    }

    private static EntityDescriptor table(ResultSet row, Descriptors descriptors) throws SQLException {
        Kind kind = KindLetters.ofRelation(row.getString("relkind"));
        return descriptors.table(
                row.getString(2),
                row.getString("relname"),
                kind,
                oidAndExtension(row),
                Descriptors.tableCost(row.getInt("relnatts"), kind));
    }

    private static EntityDescriptor procedure(ResultSet row, Descriptors descriptors) throws SQLException {
        return descriptors.routine(
                row.getString(2),
                row.getString("proname"),
                row.getString("overload"),
                KindLetters.ofRoutine(row.getString("prokind")),
                oidAndExtension(row),
                row.getInt("source_length"));
    }

    private static Map<String, String> oidAndExtension(ResultSet row) throws SQLException {
        String oid = row.getString("oid");
        String extension = row.getString("extension");
        return extension == null ? Map.of(Oid.KEY, oid) : Map.of(Oid.KEY, oid, EntityDescriptor.EXTENSION, extension);
    }
}
