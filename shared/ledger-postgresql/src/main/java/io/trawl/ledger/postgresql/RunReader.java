package io.trawl.ledger.postgresql;

import io.trawl.api.ledger.DurableRunLedger;
import io.trawl.api.ledger.OpenWork;
import io.trawl.api.model.EntityDescriptor;
import io.trawl.api.model.EntityType;
import io.trawl.api.report.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads the status of a run, and what this and earlier runs have recorded about entities and batches. */
abstract class RunReader implements DurableRunLedger {

    private static final Sql FINGERPRINTS = Sql.load("fingerprints");
    private static final Sql UNALTERED = Sql.load("unaltered");
    private static final Sql WRITTEN = Sql.load("written");
    private static final Sql LISTED = Sql.load("listed");
    private static final Sql LISTED_COMPLETELY = Sql.load("listed-completely");
    private static final Sql EARLIER_COST = Sql.load("earlier-cost");
    private static final Sql LEARNED = Sql.load("learned-costs");
    private static final Sql SHARD = Sql.load("open-shard");
    private static final Sql OPEN_WORK = Sql.load("open-work");

    final RunSession session;
    private final ReportQueries reports;
    private volatile Optional<EarlierCost> earlier;

    /**
     * @param run the latest earlier run that has ended
     * @param perUnit microseconds that a unit of priority took in it
     */
    private record EarlierCost(long run, double perUnit) {}

    RunReader(RunSession session) {
        this.session = session;
        this.reports = new ReportQueries(session.database());
    }

    @Override
    public String runId() {
        return session.run().runId();
    }

    @Override
    public Instant startedAt() {
        return session.startedAt();
    }

    @Override
    public Report.Counts counts() {
        return reports.counts(session.runNo());
    }

    @Override
    public Report report(Report.State unlessEnded) {
        return reports.report(session.runNo(), unlessEnded);
    }

    @Override
    public Map<String, String> lastFingerprints(List<EntityDescriptor> descriptors) {
        Map<String, String> fingerprints = new HashMap<>();
        if (session.catalogNo() == null) {
            return fingerprints;
        }
        Map<EntityType, List<String>> ids = new EnumMap<>(EntityType.class);
        descriptors.forEach(each ->
                ids.computeIfAbsent(each.type(), type -> new ArrayList<>()).add(each.id()));
        ids.forEach((type, some) -> ofEntities(FINGERPRINTS, type, some)
                .list(session.database(), row -> fingerprints.put(row.getString("id"), row.getString("fingerprint"))));
        return fingerprints;
    }

    @Override
    public Map<String, String> unaltered(List<EntityDescriptor> descriptors, int days) {
        Map<String, String> fingerprints = new HashMap<>();
        Map<EntityType, List<EntityDescriptor>> versioned = descriptors.stream()
                .filter(each -> each.version() != null && session.catalogNo() != null)
                .collect(Collectors.groupingBy(EntityDescriptor::type));
        versioned.forEach((type, some) -> session.query(UNALTERED)
                .set("type", type.name())
                .set("days", days)
                .set("ids", some, EntityDescriptor::id)
                .set("versions", some, EntityDescriptor::version)
                .list(session.database(), row -> fingerprints.put(row.getString("id"), row.getString("fingerprint"))));
        return fingerprints;
    }

    @Override
    public Set<String> written(EntityType type, Collection<String> ids) {
        return select(WRITTEN, type, ids);
    }

    @Override
    public Set<String> listed(EntityType type, Collection<String> ids) {
        return select(LISTED, type, ids);
    }

    private Set<String> select(Sql which, EntityType type, Collection<String> ids) {
        return new TreeSet<>(ofEntities(which, type, ids).list(session.database(), row -> row.getString("id")));
    }

    @Override
    public boolean isListedCompletely(EntityType type, String schemaFqn) {
        return session.query(LISTED_COMPLETELY)
                .set("type", type.name())
                .set("fqn", schemaFqn)
                .exists(session.database());
    }

    private Query ofEntities(Sql which, EntityType type, Collection<String> ids) {
        return session.query(which).set("type", type.name()).set("ids", ids.toArray(String[]::new));
    }

    /** The mean of the estimate and the measured cost, where the two differ much. */
    @Override
    public Map<String, Integer> learnedCosts(List<EntityDescriptor> descriptors) {
        Map<String, Integer> costs = new HashMap<>();
        Optional<EarlierCost> from = earlierCost();
        if (from.isPresent() && !descriptors.isEmpty()) {
            session.query(LEARNED)
                    .set("earlier", from.get().run())
                    .set("perUnit", from.get().perUnit())
                    .set("types", descriptors, each -> each.type().name())
                    .set("ids", descriptors, EntityDescriptor::id)
                    .set("priorities", descriptors, EntityDescriptor::priority, Integer[]::new)
                    .list(session.database(), row -> costs.put(row.getString("id"), row.getInt("cost")));
        }
        return costs;
    }

    private Optional<EarlierCost> earlierCost() {
        if (earlier == null) {
            earlier = session.query(EARLIER_COST)
                    .first(
                            session.database(),
                            row -> new EarlierCost(row.getLong("run_no"), row.getDouble("per_unit")));
        }
        return earlier;
    }

    @Override
    public List<Long> open(int pod, int of) {
        if (pod < 0 || pod >= of) {
            throw new IllegalArgumentException("pod " + pod + ": is not one of " + of);
        }
        return session.query(SHARD).set("pod", pod).set("of", of).list(session.database(), row -> row.getLong("no"));
    }

    @Override
    public OpenWork openWork() {
        return session.query(OPEN_WORK)
                .first(session.database(), row -> new OpenWork(row.getLong("batches"), row.getLong("cost")))
                .orElseThrow();
    }
}
