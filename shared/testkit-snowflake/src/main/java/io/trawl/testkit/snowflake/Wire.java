package io.trawl.testkit.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.trawl.testkit.snowflake.sql.SqlException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** The paths that the driver asks (its SessionUtil, SFSession, StmtUtil and telemetry), one HTTP request at a time. */
final class Wire implements HttpHandler {

    private static final Pattern TOKEN = Pattern.compile("Snowflake Token=\"(.*)\"");

    final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final Account account;
    private final Logins logins;
    private final Sessions sessions;
    private final Queries queries;
    private final Faults faults;

    Wire(Account account, Logins logins, Sessions sessions, Queries queries, Faults faults) {
        this.faults = faults;
        this.account = account;
        this.logins = logins;
        this.sessions = sessions;
        this.queries = queries;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        JsonNode body = body(exchange);
        String path = exchange.getRequestURI().getPath();
        requests.computeIfAbsent(path.startsWith(Chunks.PATH) ? Chunks.PATH : path, key -> new LongAdder())
                .increment();
        Reply reply;
        try {
            reply = answer(exchange, path, query(exchange), body);
        } catch (SqlException e) {
            reply = Reply.json(ResultJson.failure(e, ""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reply = Reply.cut();
        }
        send(exchange, reply);
    }

    private Reply answer(HttpExchange exchange, String path, Map<String, String> query, JsonNode body)
            throws InterruptedException {
        String token = token(exchange);
        switch (path) {
            case "/session/v1/login-request" -> {
                JsonNode data = body.path("data");
                Fault fault = faults.nextLogin();
                if (fault != null) {
                    return fault.failure() == null ? Reply.status(fault.status()) : failed(fault);
                }
                return logins.knows(data)
                        ? Reply.json(loggedIn(logins.login(data, query)))
                        : Reply.status(account.unknownAccount());
            }
            case "/session/token-request" -> {
                return Reply.json(renewed(sessions.renew(token)));
            }
            case "/session/heartbeat" -> {
                sessions.of(token);
                return Reply.json(ResultJson.success(null));
            }
            case "/session" -> {
                queries.forget(sessions.close(token));
                return Reply.json(ResultJson.success(null));
            }
            case "/queries/v1/query-request" -> {
                return queries.run(sessions.of(token), query.get("requestId"), body, address(exchange));
            }
            case "/queries/v1/abort-request" -> {
                sessions.of(token);
                queries.abort(body.path("requestId").asText());
                return Reply.json(ResultJson.success(null));
            }
            case "/telemetry/send" -> {
                return Reply.json(ResultJson.success(null));
            }
            default -> {
                if (path.startsWith(Chunks.PATH)) {
                    return Reply.gzip(queries.chunks()
                            .get(
                                    path.substring(Chunks.PATH.length()),
                                    exchange.getRequestHeaders().getFirst(Chunks.HEADER)));
                }
                if (path.startsWith("/queries/") && path.endsWith("/result")) {
                    sessions.of(token);
                    return queries.result(path, address(exchange));
                }
                return Reply.status(404);
            }
        }
    }

    private static Reply failed(Fault fault) {
        return Reply.json(ResultJson.failure(
                SqlException.ofSession(fault.failure().code, fault.failure().getMessage()), ""));
    }

    private ObjectNode loggedIn(Session session) {
        ObjectNode data = ResultJson.JSON.createObjectNode();
        data.put("masterToken", session.masterToken)
                .put("token", session.token)
                .put("validityInSeconds", 3_600)
                .put("masterValidityInSeconds", 14_400)
                .put("displayUserName", session.user)
                .put("serverVersion", SnowflakeServer.VERSION)
                .put("firstLogin", false)
                .putNull("remMeToken")
                .put("remMeValidityInSeconds", 0)
                .put("healthCheckInterval", 45)
                .putNull("newClientForUpgrade")
                .put("sessionId", session.id);
        data.set("parameters", parameters(session));
        data.putObject("sessionInfo")
                .put("databaseName", session.database)
                .put("schemaName", session.schema)
                .put("warehouseName", session.warehouse)
                .put("roleName", session.role);
        data.putNull("idToken").put("idTokenValidityInSeconds", 0).putNull("mfaToken");
        return ResultJson.success(data);
    }

    private static ObjectNode renewed(Session session) {
        return ResultJson.success(ResultJson.JSON
                .createObjectNode()
                .put("sessionToken", session.token)
                .put("validityInSecondsST", 3_600)
                .put("masterToken", session.masterToken)
                .put("validityInSecondsMT", 14_400)
                .put("sessionId", session.id));
    }

    /** The session's parameters, as its log-in set them or by default. */
    static ArrayNode parameters(Session session) {
        ArrayNode parameters = ResultJson.JSON.createArrayNode();
        for (Map.Entry<String, Object> each : Logins.DEFAULTS) {
            ObjectNode parameter = parameters.addObject().put("name", each.getKey());
            String set = session.parameters.get(each.getKey());
            if (each.getValue() instanceof Boolean otherwise) {
                parameter.put("value", set == null ? otherwise : Boolean.parseBoolean(set));
            } else if (each.getValue() instanceof Integer otherwise) {
                parameter.put("value", set == null ? otherwise : Integer.valueOf(set));
            } else {
                parameter.put("value", set == null ? each.getValue().toString() : set);
            }
        }
        return parameters;
    }

    private static String address(HttpExchange exchange) {
        return "http://" + exchange.getRequestHeaders().getFirst("Host");
    }

    private static String token(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        Matcher matcher = TOKEN.matcher(header == null ? "" : header);
        return matcher.matches() ? matcher.group(1) : null;
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            query.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    private static JsonNode body(HttpExchange exchange) throws IOException {
        boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        InputStream in = exchange.getRequestBody();
        byte[] bytes = (gzip ? new GZIPInputStream(in) : in).readAllBytes();
        return bytes.length == 0 ? ResultJson.JSON.createObjectNode() : ResultJson.JSON.readTree(bytes);
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        if (reply.status() == 0) {
            return; // the connection is closed without an answer
        }
        byte[] bytes = reply.gzip() != null
                ? reply.gzip()
                : reply.body() == null ? new byte[0] : ResultJson.JSON.writeValueAsBytes(reply.body());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (reply.gzip() != null) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
