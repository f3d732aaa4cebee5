package io.trawl.ledger.postgresql;

import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads what this run and earlier ones have recorded about entities. */
final class Lookups {

    private static final Sql FINGERPRINTS = Sql.load("fingerprints");
    private static final Sql WRITTEN = Sql.load("written");
    private static final Sql LISTED = Sql.load("listed");
    private static final Sql EARLIER_COST = Sql.load("earlier-cost");
    private static final Sql LEARNED = Sql.load("learned-costs");

    private final Database database;
    private final RunSession session;
    private volatile Optional<EarlierCost> earlier;

    /**
     * @param run the latest earlier run that has ended
     * @param perUnit microseconds that a unit of priority took in it
     */
    private record EarlierCost(long run, double perUnit) {}

    Lookups(Database database, RunSession session) {
        this.database = database;
        this.session = session;
    }

    Map<String, String> fingerprints(List<EntityDescriptor> descriptors) {
        Map<String, String> fingerprints = new HashMap<>();
        if (session.catalogNo() == null) {
            return fingerprints;
        }
        Map<EntityType, List<String>> ids = new EnumMap<>(EntityType.class);
        descriptors.forEach(each ->
                ids.computeIfAbsent(each.type(), type -> new ArrayList<>()).add(each.id()));
        ids.forEach((type, some) -> database.statements((connection, attempt) -> {
            try (Query query = FINGERPRINTS.on(connection)) {
                return query.set("catalog", session.catalogNo())
                        .set("type", type.name())
                        .set("ids", some.toArray(String[]::new))
                        .list(row -> fingerprints.put(row.getString("id"), row.getString("fingerprint")));
            }
        }));
        return fingerprints;
    }

    Set<String> written(EntityType type, Collection<String> ids) {
        return select(WRITTEN, type, ids);
    }

    Set<String> listed(EntityType type, Collection<String> ids) {
        return select(LISTED, type, ids);
    }

    private Set<String> select(Sql which, EntityType type, Collection<String> ids) {
        return database.statements((connection, attempt) -> {
            try (Query query = which.on(connection)) {
                return new TreeSet<>(query.set("run", session.runNo())
                        .set("type", type.name())
                        .set("ids", ids.toArray(String[]::new))
                        .list(row -> row.getString("id")));
            }
        });
    }

    /** The mean of the estimate and the measured cost, where the two differ much. */
    Map<String, Integer> learnedCosts(List<EntityDescriptor> descriptors) {
        Map<String, Integer> costs = new HashMap<>();
        Optional<EarlierCost> from = earlierCost();
        if (from.isEmpty() || descriptors.isEmpty()) {
            return costs;
        }
        return database.statements((connection, attempt) -> {
            try (Query query = LEARNED.on(connection)) {
                query.set("earlier", from.get().run())
                        .set("perUnit", from.get().perUnit())
                        .set(
                                "types",
                                descriptors.stream()
                                        .map(each -> each.type().name())
                                        .toArray(String[]::new))
                        .set(
                                "ids",
                                descriptors.stream().map(EntityDescriptor::id).toArray(String[]::new))
                        .set(
                                "priorities",
                                descriptors.stream()
                                        .map(EntityDescriptor::priority)
                                        .toArray(Integer[]::new))
                        .list(row -> costs.put(row.getString("id"), row.getInt("cost")));
                return costs;
            }
        });
    }

    private Optional<EarlierCost> earlierCost() {
        if (earlier == null) {
            earlier = database.statements((connection, attempt) -> {
                try (Query query = EARLIER_COST.on(connection)) {
                    return query.set("run", session.runNo())
                            .first(row -> new EarlierCost(row.getLong("run_no"), row.getDouble("per_unit")));
                }
            });
        }
        return earlier;
    }
}
