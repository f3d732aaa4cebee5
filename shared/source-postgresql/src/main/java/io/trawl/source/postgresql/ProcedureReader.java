package io.trawl.source.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.FailureKind;
import io.trawl.api.model.Fqn;
import io.trawl.api.model.Outcome;
import io.trawl.api.model.Owner;
import io.trawl.api.model.ReadResult;
import io.trawl.api.model.StoredProcedure;
import io.trawl.api.workflow.DatabaseMetadata;
import io.trawl.api.workflow.Workflow;
import io.trawl.source.jdbc.SqlResource;
import io.trawl.source.kit.Descriptors;
import io.trawl.source.postgresqlfamily.Oid;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads procedures and functions, with one statement. */
final class ProcedureReader implements LockAwareReader.Reads {

    private static final String PROCEDURES = SqlResource.load(ProcedureReader.class, "procedures.sql");

    private final Transactions transactions;
    private final String service;
    private final DatabaseMetadata metadata;

    ProcedureReader(Transactions transactions, Workflow.Source source) {
        this.transactions = transactions;
        this.service = source.serviceName();
        this.metadata = source.metadata();
    }

    @Override
    public List<ReadResult> read(Connection connection, List<EntityDescriptor> batch, Duration lockTimeout)
            throws SQLException {
        List<Object> parameters = List.of(metadata.includeDDL(), Oids.of(batch));
        return transactions.read(
                connection, lockTimeout, PROCEDURES, parameters, answers -> results(batch, answers.next()));
    }

    private List<ReadResult> results(List<EntityDescriptor> batch, ResultSet row) throws SQLException {
        Map<Long, EntityDescriptor> asked = new HashMap<>();
        batch.forEach(descriptor -> asked.put(Oid.of(descriptor), descriptor));
        List<ReadResult> results = new ArrayList<>(batch.size());
        while (row.next()) {
            results.add(result(asked.remove(row.getLong("oid")), row));
        }
        asked.values().forEach(descriptor -> results.add(new Outcome.Gone(descriptor)));
        return results;
    }

    private ReadResult result(EntityDescriptor descriptor, ResultSet row) throws SQLException {
        String plainName = row.getString("proname");
        String name = Descriptors.routineName(plainName, row.getString("overload"));
        String schema = Fqn.of(service, descriptor.database(), row.getString("nspname"));
        if (!Fqn.child(schema, name).equals(descriptor.id())) {
            return new Outcome.Gone(descriptor); // it has another name now, or it became or ceased to be an overload
        }
        String code = row.getString("code");
        if (code == null) {
            return new Outcome.Failed(descriptor, FailureKind.TRANSIENT, "it was dropped while it was read");
        }
        String encoded = Fqn.encode(name);
        return new ReadResult.Read(
                descriptor,
                new StoredProcedure(
                        encoded,
                        encoded.equals(plainName) ? null : plainName,
                        row.getString("description"),
                        new StoredProcedure.Code(language(row.getString("lanname")), code),
                        KindLetters.ofRoutine(row.getString("prokind")).catalogName(),
                        metadata.includeOwners() ? List.of(Owner.named(row.getString("owner"))) : null,
                        schema,
                        null));
    }

    /** OpenMetadata knows five languages; External is whatever is none of the others. */
    private static String language(String name) {
        return switch (name) {
            case "sql", "plpgsql" -> "SQL";
            case "plpythonu", "plpython2u", "plpython3u" -> "Python";
            case "plv8", "pljs" -> "JavaScript";
            case "java", "javau", "pljava" -> "Java";
            default -> "External";
        };
    }
}
