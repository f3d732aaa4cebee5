package io.trawl.testkit;

import static io.trawl.testkit.SqlNames.literal;
import static io.trawl.testkit.SqlNames.qualified;
import static io.trawl.testkit.SqlNames.quote;

import io.trawl.testkit.DemoVocabulary.Attribute;
import io.trawl.testkit.DemoVocabulary.Subject;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes a demo warehouse: tables by department first, then the layers made from them. */
final class DemoWarehouse {

    private static final List<String> LAYERS =
            List.of("raw", "staging", "mart", "history", "archive", "events", "external", "reporting", "odd");
    private static final List<Subject> SUBJECTS = DemoVocabulary.SUBJECTS;

    private final DemoPlan plan;
    private final Random random;
    private final SqlBatch sql;
    private final int departments = DemoVocabulary.departments().size();
    /** How many departmental tables there are; the layers are made from these. */
    private final int bases;

    DemoWarehouse(DemoPlan plan, long seed, SqlBatch sql) {
        this.plan = plan;
        this.random = new Random(seed);
        this.sql = sql;
        this.bases = Math.min(plan.regular(), SUBJECTS.size());
    }

    void write() throws SQLException {
        for (String statement : DemoVocabulary.TYPES) {
            sql.add(statement);
        }
        for (String schema : DemoVocabulary.departments()) {
            schema(schema, "What the department " + schema + " works with");
        }
        for (String layer : LAYERS) {
            schema(layer, "The " + layer + " layer; made by jobs, not by people");
        }
        for (int i = 0; i < plan.regular(); i++) {
            regular(i);
        }
        for (String statement : DemoVocabulary.ODD.subList(0, plan.odd())) {
            sql.add(statement);
        }
        for (int i = 0; i < plan.partitioned(); i++) {
            partitioned(i);
        }
        for (int i = 0; i < plan.foreign(); i++) {
            foreign(i);
        }
        for (int i = 0; i < plan.views(); i++) {
            view(i);
        }
        for (int i = 0; i < plan.materializedViews(); i++) {
            materializedView(i);
        }
        new DemoRoutines(plan, sql).write();
    }

    private void schema(String name, String comment) throws SQLException {
        sql.add("CREATE SCHEMA " + quote(name));
        sql.add("COMMENT ON SCHEMA %s IS %s", quote(name), literal(comment));
    }

    private void regular(int index) throws SQLException {
        Subject subject = SUBJECTS.get(index % bases);
        String name = subject.schema() + "_" + subject.noun();
        int round = index / bases;
        switch (round) {
            case 0 -> base(index, subject);
            case 1 ->
                table(
                        "mart",
                        "dim_" + name,
                        List.of(
                                subject.noun() + "_key common.surrogate_key PRIMARY KEY",
                                "code varchar(40) NOT NULL UNIQUE",
                                "valid_from timestamptz NOT NULL",
                                "valid_to timestamptz"));
            case 2 ->
                table(
                        "raw",
                        subject.schema() + "__" + subject.noun(),
                        List.of(
                                "_batch uuid",
                                "_loaded_at timestamptz DEFAULT now()",
                                "_file text",
                                "\"Source ID\" text"));
            case 3 ->
                table("staging", "stg_" + name, List.of("id bigint NOT NULL", "code varchar(40)", "_row integer"));
            case 4 ->
                table(
                        "history",
                        name + "_history",
                        List.of(
                                "id bigint REFERENCES " + qualified(subject),
                                "valid_from timestamptz",
                                "changed_by varchar(80)",
                                "PRIMARY KEY (id, valid_from)"));
            default ->
                table(
                        "archive",
                        name + "_"
                                + YearMonth.of(2025, 12)
                                        .minusMonths(round - 5)
                                        .toString()
                                        .replace('-', '_'),
                        List.of("snapshot_on date", "id bigint", "code varchar(40)", "PRIMARY KEY (snapshot_on, id)"));
        }
    }

    /** A department's own table: the only kind with keys to others, always to one that is there already. */
    private void base(int index, Subject subject) throws SQLException {
        List<String> columns = new ArrayList<>(List.of(
                "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
                "tenant_id integer NOT NULL DEFAULT 1",
                "code varchar(40) NOT NULL",
                "search_key text GENERATED ALWAYS AS (lower(code)) STORED",
                "created_at timestamptz NOT NULL DEFAULT now()",
                "updated_at timestamptz",
                "UNIQUE (tenant_id, code)"));
        if (index >= departments && random.nextInt(10) < 7) {
            Subject parent = SUBJECTS.get(index - departments);
            columns.add(quote(parent.noun() + "_id") + " bigint REFERENCES " + qualified(parent));
        }
        if (index > 0 && random.nextInt(10) < 3) {
            Subject other = SUBJECTS.get(random.nextInt(index));
            columns.add("foreign_id bigint CONSTRAINT cross_reference REFERENCES " + qualified(other));
        }
        if (index > 0 && random.nextInt(10) < 2) {
            Subject other = SUBJECTS.get(random.nextInt(index));
            columns.add("origin_tenant integer");
            columns.add("origin_code varchar(40)");
            columns.add("FOREIGN KEY (origin_tenant, origin_code) REFERENCES " + qualified(other)
                    + " (tenant_id, code) ON DELETE SET NULL");
        }
        if (random.nextInt(10) == 0) {
            columns.add("parent_id bigint REFERENCES " + qualified(subject));
        }
        table(subject.schema(), subject.noun(), columns);
        String name = qualified(subject);
        sql.add("COMMENT ON COLUMN %s.code IS %s", name, literal("What people quote on the phone"));
        if (index % 20 == 3) {
            sql.add("ALTER TABLE %s ENABLE ROW LEVEL SECURITY", name);
            sql.add("CREATE POLICY tenant_isolation ON %s USING (tenant_id = 1)", name);
        }
    }

    private void partitioned(int index) throws SQLException {
        Subject subject = SUBJECTS.get(index % bases);
        String name = round("%s_%s_log".formatted(subject.schema(), subject.noun()), index);
        String table = qualified("events", name);
        String key =
                List.of("RANGE (happened_at)", "LIST (country)", "HASH (id)").get(index % 3);
        sql.add(
                "CREATE TABLE %s (id bigint, happened_at timestamptz, country char(2), event common.document_status,"
                        + " payload jsonb, PRIMARY KEY (id, happened_at, country)) PARTITION BY %s",
                table, key);
        comment("TABLE", table, "What happened to " + subject.noun() + ", partitioned by " + key);
        for (int part = 0; part < 3; part++) {
            String bounds =
                    switch (index % 3) {
                        case 0 -> "FROM ('%d-01-01') TO ('%d-01-01')".formatted(2024 + part, 2025 + part);
                        case 1 ->
                            "IN ('%s')".formatted(List.of("DE", "FR", "US").get(part));
                        default -> "WITH (MODULUS 3, REMAINDER %d)".formatted(part);
                    };
            sql.add(
                    "CREATE TABLE %s PARTITION OF %s FOR VALUES %s",
                    qualified("events", name + "_p" + part), table, bounds);
        }
    }

    private void foreign(int index) throws SQLException {
        Subject subject = SUBJECTS.get(index % bases);
        String table = qualified("external", round("crm_" + subject.schema() + "_" + subject.noun(), index));
        sql.add(
                "CREATE FOREIGN TABLE %s (id bigint NOT NULL, name varchar(200), changed_at timestamptz) SERVER crm"
                        + " OPTIONS (schema_name 'public', table_name %s)",
                table, literal(subject.noun()));
        comment("FOREIGN TABLE", table, "Lives in the CRM's own database");
    }

    private void view(int index) throws SQLException {
        Subject subject = SUBJECTS.get(index % bases);
        if (index == 0) {
            sql.add("CREATE VIEW odd.\"View of \"\"Order Details\"\"\" AS SELECT id AS \"Order ID\" FROM %s"
                    .formatted(qualified(subject)));
            return;
        }
        String name = qualified("reporting", round(subject.schema() + "_" + subject.noun(), index));
        boolean joined = index % 4 == 1 && bases > departments;
        String query = joined
                ? "SELECT a.id, a.code, b.code AS other_code, a.created_at FROM %s a LEFT JOIN %s b USING (tenant_id)"
                        .formatted(qualified(subject), qualified(SUBJECTS.get((index + departments) % bases)))
                : "SELECT id, upper(code) AS code, created_at::date AS created_on FROM %s WHERE created_at > now() - interval '1 year'"
                        .formatted(qualified(subject));
        sql.add("CREATE VIEW %s AS %s", name, query);
        comment("VIEW", name, joined ? "With what belongs to it" : "The last twelve months");
    }

    private void materializedView(int index) throws SQLException {
        Subject subject = SUBJECTS.get(index % bases);
        String name = qualified("mart", round("agg_" + subject.schema() + "_" + subject.noun() + "_daily", index));
        sql.add(
                "CREATE MATERIALIZED VIEW %s AS SELECT date_trunc('day', created_at) AS day, count(*) AS row_count"
                        + " FROM %s GROUP BY 1",
                name, qualified(subject));
        comment("MATERIALIZED VIEW", name, "New " + subject.noun() + " rows by day");
    }

    /** One table of the given columns and some attributes; one in thirty is wide. */
    private void table(String schema, String name, List<String> columns) throws SQLException {
        List<Attribute> attributes = new ArrayList<>(DemoVocabulary.ATTRIBUTES);
        int howMany = random.nextInt(30) == 0 ? attributes.size() : 3 + random.nextInt(10);
        while (attributes.size() > howMany) {
            attributes.remove(random.nextInt(attributes.size()));
        }
        List<String> all = new ArrayList<>(columns);
        attributes.forEach(attribute -> all.add(attribute.name() + " " + attribute.type()));
        String table = qualified(schema, name);
        sql.add("CREATE TABLE %s (%s)", table, String.join(", ", all));
        comment("TABLE", table, "One row for each " + name.replace('_', ' ') + ".\nOwner: the " + schema + " team");
        for (Attribute attribute : attributes) {
            if (!attribute.comment().isEmpty()) {
                sql.add("COMMENT ON COLUMN %s.%s IS %s", table, attribute.name(), literal(attribute.comment()));
            }
        }
    }

    /** Seven in ten have a comment: no warehouse is documented wholly. */
    private void comment(String kind, String name, String text) throws SQLException {
        if (random.nextInt(10) < 7) {
            sql.add("COMMENT ON %s %s IS %s", kind, name, literal(text));
        }
    }

    /** A subject's name, with a number from the second time on that it is used. */
    private String round(String name, int index) {
        return index < bases ? name : name + "_" + (index / bases + 1);
    }
}
