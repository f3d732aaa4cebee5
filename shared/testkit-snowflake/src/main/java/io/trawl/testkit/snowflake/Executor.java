package io.trawl.testkit.snowflake;

import io.trawl.testkit.snowflake.answer.Answer;
import io.trawl.testkit.snowflake.answer.Catalog;
import io.trawl.testkit.snowflake.answer.ContextAnswers;
import io.trawl.testkit.snowflake.answer.DdlAnswers;
import io.trawl.testkit.snowflake.answer.SelectAnswers;
import io.trawl.testkit.snowflake.answer.ShowAnswers;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import io.trawl.testkit.snowflake.sql.Sql;
import io.trawl.testkit.snowflake.sql.SqlException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Does what statements ask, in a session. */
final class Executor {

    private final Account account;
    private final Warehouses warehouses;
    private final Clock clock;
    private final Duration latency;
    private final int informationSchemaLimit;
    volatile SnowflakeModel model;

    Executor(SnowflakeServerBuilder builder, Account account, Warehouses warehouses) {
        this.account = account;
        this.warehouses = warehouses;
        this.clock = builder.clock;
        this.latency = builder.latency;
        this.informationSchemaLimit = builder.informationSchemaLimit;
        this.model = builder.model;
    }

    Answer execute(Sql sql, List<String> binds, Session session) {
        Catalog catalog = new Catalog(model, session.role);
        if (sql instanceof Sql.Show show) {
            return ShowAnswers.answer(show, catalog);
        }
        if (sql instanceof Sql.Context context) {
            return ContextAnswers.answer(context, values(session));
        }
        if (sql instanceof Sql.AlterSession alter) {
            alter.parameters().forEach((name, value) -> {
                if (value == null) {
                    session.parameters.remove(name);
                } else {
                    session.parameters.put(name, value);
                }
            });
            return Answer.executed();
        }
        if (sql instanceof Sql.Use use) {
            use(use, session, catalog);
            return Answer.executed();
        }
        if (sql instanceof Sql.Ddl ddl) {
            return DdlAnswers.answer(ddl, catalog);
        }
        return select((Sql.Select) sql, binds, session, catalog);
    }

    /** Compiled first, and only then run on a warehouse. */
    private Answer select(Sql.Select select, List<String> binds, Session session, Catalog catalog) {
        Instant start = clock.instant();
        Answer answer = SelectAnswers.answer(select, binds, catalog, session.database, informationSchemaLimit);
        warehouses.running(session).worked(latency.plus(Duration.between(start, clock.instant())));
        return answer;
    }

    private void use(Sql.Use use, Session session, Catalog catalog) {
        List<String> names = use.names();
        switch (use.what()) {
            case "DATABASE" -> {
                session.database = catalog.database(names.get(0)).name();
                session.schema = null;
            }
            case "SCHEMA" -> {
                String database = names.size() > 1 ? names.get(0) : session.database;
                session.schema =
                        catalog.schema(database, names.get(names.size() - 1)).name();
                session.database = database;
            }
            case "WAREHOUSE" -> {
                if (!warehouses.usable(names.get(0), session.role)) {
                    throw SqlException.notThere();
                }
                session.warehouse = names.get(0);
            }
            default -> {
                if (!session.account.roles().contains(names.get(0))) {
                    throw SqlException.of(
                            "003013",
                            "42501",
                            "Requested role '" + names.get(0) + "' is not assigned to the executing user. Specify"
                                    + " another role to activate.");
                }
                session.role = names.get(0);
            }
        }
    }

    private Map<String, String> values(Session session) {
        Map<String, String> values = new HashMap<>();
        values.put("CURRENT_ORGANIZATION_NAME", account.organization());
        values.put("CURRENT_ACCOUNT_NAME", account.name());
        values.put("CURRENT_ACCOUNT", account.locator());
        values.put("CURRENT_ROLE", session.role);
        values.put("CURRENT_WAREHOUSE", session.warehouse);
        values.put("CURRENT_VERSION", SnowflakeServer.VERSION);
        values.put("CURRENT_USER", session.user);
        values.put("CURRENT_SESSION", Long.toString(session.id));
        values.put("CURRENT_DATABASE", session.database);
        values.put("CURRENT_SCHEMA", session.schema);
        values.put("CURRENT_REGION", "AWS_EU_CENTRAL_1");
        return values;
    }
}
