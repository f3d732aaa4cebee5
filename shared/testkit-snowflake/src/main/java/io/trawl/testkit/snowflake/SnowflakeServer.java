package io.trawl.testkit.snowflake;

import io.trawl.testkit.HttpEndpoint;
import io.trawl.testkit.WorkflowYaml;
import io.trawl.testkit.snowflake.model.SnowflakeModel;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Snowflake's service for tests: in this process, over HTTP on a free port of the loopback address, for the real driver
 * (snowflake-jdbc 4.4.1). It holds a model, answers the statements that Trawl's source sends and refuses every other one
 * as a syntax error (001003), so that SQL cannot drift unseen. It fails on demand. Safe for use by several threads.
 *
 * <pre>{@code
 * try (var server = SnowflakeServer.builder().account("trawl_test").user("TRAWL", "secret").model(model).start()) {
 *     // jdbc:snowflake://HOST:PORT/?ssl=off, account, user and password as properties
 * }
 * }</pre>
 */
public final class SnowflakeServer implements AutoCloseable {

    /** What CURRENT_VERSION() says. */
    public static final String VERSION = "10.30.0";

    private final Account account;
    private final Warehouses warehouses;
    private final Sessions sessions;
    private final Statements statements = new Statements();
    private final Faults faults;
    private final Executor executor;
    private final Queries queries;
    private final Wire wire;
    private final HttpEndpoint http;

    SnowflakeServer(SnowflakeServerBuilder builder) {
        account = builder.account();
        warehouses = builder.warehouses();
        sessions = new Sessions(builder.statementsPerToken, builder.statementsPerMaster);
        faults = new Faults(builder.seed, builder.shares);
        executor = new Executor(builder, account, warehouses);
        queries = new Queries(builder, executor, sessions, statements, faults);
        wire = new Wire(account, new Logins(account, sessions, warehouses, builder.clock), sessions, queries, faults);
        http = new HttpEndpoint("snowflake-server", wire);
    }

    /** Starts to describe a server. */
    public static SnowflakeServerBuilder builder() {
        return new SnowflakeServerBuilder();
    }

    /** The address to connect to. */
    public String host() {
        return "127.0.0.1";
    }

    /** The port to connect to. */
    public int port() {
        return http.uri("/").getPort();
    }

    /** The account's name, in upper case. */
    public String account() {
        return account.name();
    }

    /** The driver's URL, without account, user and password. */
    public String jdbcUrl() {
        return "jdbc:snowflake://" + host() + ":" + port() + "/?ssl=off";
    }

    /** A workflow that reads all of it as the user {@code TRAWL}. */
    public WorkflowYaml workflow(String service, String password) {
        return WorkflowYaml.snowflake(service, host(), port(), account(), "TRAWL", password);
    }

    /** What the account holds. */
    public SnowflakeModel model() {
        return executor.model;
    }

    /** Changes what the account holds. */
    public void update(UnaryOperator<SnowflakeModel> change) {
        executor.model = change.apply(executor.model);
    }

    /** A warehouse by its name, or null. */
    public Warehouse warehouse(String name) {
        return warehouses.get(name);
    }

    /** The statements that arrived, oldest first; no more than the first 100,000. */
    public List<ReceivedStatement> statements() {
        return statements.all();
    }

    /** How many statements of each kind arrived. */
    public Map<String, Long> statementsByKind() {
        return statements.byKind();
    }

    /** The statements that are not on the allow-list. */
    public List<ReceivedStatement> refused() {
        return statements().stream()
                .filter(statement -> statement.kind().equals(ReceivedStatement.REFUSED))
                .toList();
    }

    /** Forgets the statements that arrived so far. */
    public void forgetStatements() {
        statements.clear();
    }

    /** The most statements that were under way at once. */
    public int mostStatementsAtOnce() {
        return statements.mostUnderWay.get();
    }

    /** How many sessions were opened. */
    public long sessionsOpened() {
        return sessions.opened.get();
    }

    /** How many sessions are open. */
    public int sessionsOpen() {
        return sessions.open.get();
    }

    /** The most sessions that were open at once. */
    public int mostSessionsAtOnce() {
        return sessions.most.get();
    }

    /** How often a session's token was renewed. */
    public long renewals() {
        return sessions.renewals.get();
    }

    /** How many files of large results were fetched. */
    public long chunksFetched() {
        return queries.chunks().fetched.get();
    }

    /** How many HTTP requests came for a path, for example {@code /telemetry/send}. */
    public long requests(String path) {
        return wire.requests.containsKey(path) ? wire.requests.get(path).sum() : 0;
    }

    /** From now on, the next statements whose text matches go wrong; faults planned first come first. */
    public void plan(Predicate<String> sql, int times, Fault fault) {
        faults.plan((text, binds) -> sql.test(text), times, fault);
    }

    /** From now on, the next statements about a schema go wrong: SHOW in it, and SELECT with its name as a bind or constant. */
    public void planSchema(String database, String schema, int times, Fault fault) {
        String name = "\"" + database.replace("\"", "\"\"") + "\".";
        String shown = name + "\"" + schema.replace("\"", "\"\"") + "\"";
        String constant = "'" + schema.replace("\\", "\\\\").replace("'", "''") + "'";
        faults.plan(
                (sql, binds) -> sql.contains(shown)
                        || (binds.contains(schema) || sql.contains(constant))
                                && (sql.contains(name) || binds.contains(database)),
                times,
                fault);
    }

    /** From now on, the next log-ins get an HTTP status, a cut connection or a failure. */
    public void planLogin(int times, Fault fault) {
        faults.planLogin(times, fault);
    }

    /** Changes the shares of statements that get 503, 429 or a cut connection. */
    public void failing(double unavailable, double throttled, double cut) {
        faults.shares(new Faults.Shares(unavailable, throttled, cut));
    }

    /** No more faults, neither planned ones nor shares. */
    public void heal() {
        faults.clear();
    }

    /** Cuts every connection and listens no more. */
    @Override
    public void close() {
        http.close();
    }
}
