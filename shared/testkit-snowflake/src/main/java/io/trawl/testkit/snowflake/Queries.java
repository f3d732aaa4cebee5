package io.trawl.testkit.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trawl.testkit.snowflake.answer.Answer;
import io.trawl.testkit.snowflake.sql.Parser;
import io.trawl.testkit.snowflake.sql.Sql;
import io.trawl.testkit.snowflake.sql.SqlException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Statements over HTTP: POST /queries/v1/query-request. One that takes longer than some time is answered with 333333 and a
 * path where the driver asks for the result, again and again (the driver's StmtUtil.pollForOutput). A request that comes a
 * second time, since its answer was lost, is answered as the first time. An abort makes the statement fail with 000604.
 */
final class Queries {

    private static final String RESULT = "/queries/";

    private final Executor executor;
    private final Sessions sessions;
    private final Statements statements;
    private final Faults faults;
    private final Chunks chunks;
    private final Duration latency;
    private final Duration inProgressAfter;
    private final Map<String, Running> byRequest = new ConcurrentHashMap<>();
    private final Map<String, Running> byQuery = new ConcurrentHashMap<>();
    private final Map<Long, Answered> last = new ConcurrentHashMap<>();

    private record Running(
            String queryId,
            String requestId,
            Session session,
            String sql,
            List<String> binds,
            boolean describeOnly,
            Fault fault,
            long until,
            CountDownLatch aborted) {}

    private record Answered(String requestId, Reply reply) {}

    Queries(
            SnowflakeServerBuilder builder,
            Executor executor,
            Sessions sessions,
            Statements statements,
            Faults faults) {
        this.executor = executor;
        this.sessions = sessions;
        this.statements = statements;
        this.faults = faults;
        this.chunks = new Chunks(builder.rowsPerChunk);
        this.latency = builder.latency;
        this.inProgressAfter = builder.inProgressAfter;
    }

    Chunks chunks() {
        return chunks;
    }

    Reply run(Session session, String requestId, JsonNode body, String address) throws InterruptedException {
        Answered before = last.get(session.id);
        if (before != null && before.requestId().equals(requestId)) {
            return before.reply();
        }
        String sql = body.path("sqlText").asText();
        List<String> binds = binds(body.path("bindings"));
        sessions.use(session);
        Fault fault = faults.next(sql, binds);
        Duration time = fault == null ? latency : latency.plus(fault.delay());
        Duration most = session.statementTimeout();
        if (time.compareTo(most) > 0) {
            fault = Fault.statementTimeout(most.toSeconds());
            time = most;
        }
        Running query = new Running(
                UUID.randomUUID().toString(),
                requestId,
                session,
                sql,
                binds,
                body.path("describeOnly").asBoolean(),
                fault,
                System.nanoTime() + time.toNanos(),
                new CountDownLatch(1));
        byRequest.put(requestId, query);
        statements.mostUnderWay.accumulateAndGet(statements.underWay.incrementAndGet(), Math::max);
        try {
            return await(query, address);
        } finally {
            statements.underWay.decrementAndGet();
        }
    }

    /** The result of a statement that took long. */
    Reply result(String path, String address) throws InterruptedException {
        String id = path.substring(RESULT.length(), path.length() - "/result".length());
        Running query = byQuery.get(id);
        if (query == null) {
            throw SqlException.of("000709", "02000", "Statement " + id + " not found");
        }
        return await(query, address);
    }

    private Reply await(Running query, String address) throws InterruptedException {
        long left = query.until() - System.nanoTime();
        long wait = Math.min(left, inProgressAfter.toNanos());
        boolean aborted = query.aborted().await(Math.max(0, wait), TimeUnit.NANOSECONDS);
        if (!aborted && left > wait) {
            byQuery.put(query.queryId(), query);
            return Reply.json(inProgress(query));
        }
        byQuery.remove(query.queryId());
        byRequest.remove(query.requestId());
        Reply reply = answer(query, aborted ? Fault.killed() : query.fault(), address);
        if (reply.status() == 200 && !reply.ofSession()) {
            last.put(query.session().id, new Answered(query.requestId(), reply));
        }
        return query.fault() != null && query.fault().kind() == Fault.Kind.CUT_AFTERWARDS ? Reply.cut() : reply;
    }

    private static ObjectNode inProgress(Running query) {
        ObjectNode data = ResultJson.JSON
                .createObjectNode()
                .put("queryId", query.queryId())
                .put("getResultUrl", RESULT + query.queryId() + "/result")
                .put("queryAbortsAfterSecs", 300)
                .putNull("progressDesc");
        return ResultJson.success(data)
                .put("code", "333333")
                .put("message", "Query execution in progress. Please call back to get result.");
    }

    private Reply answer(Running query, Fault fault, String address) {
        Session session = query.session();
        String kind = ReceivedStatement.REFUSED;
        try {
            Sql sql = Parser.parse(query.sql(), session.ignoresCase());
            kind = sql.kind();
            if (fault != null && fault.kind() != Fault.Kind.CUT_AFTERWARDS && fault.kind() != Fault.Kind.SLOW) {
                return failed(query, kind, fault);
            }
            if (!session.wantsJson()) {
                throw SqlException.of(
                        "099999",
                        "0A000",
                        "The imitated service answers JSON only: set JDBC_QUERY_RESULT_FORMAT to JSON at log-in.");
            }
            Answer answer = executor.execute(sql, query.binds(), session);
            statements.add(query.sql(), query.binds(), kind, session, answer, null);
            return Reply.json(ResultJson.success(data(query, sql, answer, address)));
        } catch (SqlException e) {
            statements.add(query.sql(), query.binds(), kind, session, null, e.code);
            return Reply.json(ResultJson.failure(e, query.queryId()));
        }
    }

    private Reply failed(Running query, String kind, Fault fault) {
        Session session = query.session();
        switch (fault.kind()) {
            case HTTP -> {
                statements.add(query.sql(), query.binds(), kind, session, null, "HTTP " + fault.status());
                return Reply.status(fault.status());
            }
            case CUT -> {
                statements.add(query.sql(), query.binds(), kind, session, null, "CUT");
                return Reply.cut();
            }
            case SESSION_GONE -> {
                forget(session);
                sessions.close(session);
                throw SqlException.ofSession(
                        "390111", "Session no longer exists.  New login required to access the service.");
            }
            case TOKEN_EXPIRED -> throw Sessions.expired();
            case MASTER_EXPIRED -> {
                session.masterExpired = true;
                throw Sessions.expired();
            }
            default -> throw fault.failure();
        }
    }

    private ObjectNode data(Running query, Sql sql, Answer answer, String address) {
        Session session = query.session();
        ObjectNode data = ResultJson.JSON.createObjectNode();
        data.set("parameters", Wire.parameters(session));
        data.set("rowtype", ResultJson.rowType(answer.columns()));
        List<Object[]> rows = query.describeOnly() ? List.of() : answer.rows();
        chunks.put(new Answer(answer.columns(), rows), data, session, address);
        return data.put("queryId", query.queryId())
                .putNull("databaseProvider")
                .put("finalDatabaseName", session.database)
                .put("finalSchemaName", session.schema)
                .put("finalWarehouseName", session.warehouse)
                .put("finalRoleName", session.role)
                .put("numberOfBinds", query.binds().size())
                .put("arrayBindSupported", false)
                .put("statementTypeId", typeId(sql))
                .put("version", 1)
                .put("sendResultTime", System.currentTimeMillis())
                .put("queryResultFormat", "json");
    }

    /** The driver's SFStatementType. */
    private static int typeId(Sql sql) {
        if (sql instanceof Sql.Show) {
            return 0x4400;
        }
        if (sql instanceof Sql.AlterSession) {
            return 0x4100;
        }
        return sql instanceof Sql.Use ? 0x4300 : 0x1000;
    }

    private static List<String> binds(JsonNode bindings) {
        Map<Integer, String> byNumber = new TreeMap<>();
        bindings.properties()
                .forEach(each -> byNumber.put(
                        Integer.valueOf(each.getKey()),
                        each.getValue().path("value").asText(null)));
        return new ArrayList<>(byNumber.values());
    }

    void abort(String requestId) {
        Running query = byRequest.get(requestId);
        if (query != null) {
            query.aborted().countDown();
        }
    }

    void forget(Session session) {
        chunks.forget(session);
        last.remove(session.id);
        byQuery.values().removeIf(query -> query.session() == session);
        byRequest.values().removeIf(query -> query.session() == session);
    }
}
