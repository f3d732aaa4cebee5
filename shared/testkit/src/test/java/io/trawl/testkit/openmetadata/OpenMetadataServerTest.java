package io.trawl.testkit.openmetadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract server holds to the contract: what it refuses, what a bulk answers, what a bot may not do. */
class OpenMetadataServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GOOD =
            "{'name':'t','databaseSchema':'svc.db.s','description':'d','columns':[{'name':'a','dataType':'INT'}]}";

    private final HttpClient http = HttpClient.newHttpClient();
    private OpenMetadataServer server;

    @BeforeEach
    void start() {
        server = OpenMetadataServer.builder().start();
        putParents();
    }

    private void putParents() {
        put("databaseService", "{'name':'svc','serviceType':'Postgres'}");
        put("database", "{'name':'db','service':'svc'}");
        put("databaseSchema", "{'name':'s','database':'svc.db'}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void put(String type, String json) {
        server.put(type, (ObjectNode) tree(json));
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private HttpResponse<String> send(String method, String path, String json, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.hostPort() + "/v1" + path))
                .method(
                        method,
                        json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json.replace('\'', '"')))
                .header("Content-Type", method.equals("PATCH") ? "application/json-patch+json" : "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> send(String method, String path, String json) {
        return send(method, path, json, server.botToken());
    }

    private int status(String method, String path, String json) {
        return status(method, path, json, server.botToken());
    }

    private int status(String method, String path, String json, String token) {
        return send(method, path, json, token).statusCode();
    }

    private void assertStatus(int expected, String method, String path, String json) {
        assertThat(status(method, path, json)).isEqualTo(expected);
    }

    private JsonNode json(String method, String path, String json) {
        return tree(send(method, path, json).body());
    }

    private StoredEntity stored() {
        return server.find("table", "svc.db.s.t").orElseThrow();
    }

    private static String table(String columns, String more) {
        return "{'name':'t','databaseSchema':'svc.db.s','columns':[" + columns + "]" + more + "}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':'a','dataType':'INT'},{'name':'a','dataType':'INT'} | `` | repeated",
                "{'name':'a','dataType':'WORD'} | `` | dataType",
                "{'name':'a'} | `` | dataType",
                "{'name':'a','dataType':'INT','size':3} | `` | size",
                "{'name':'a','dataType':'ARRAY'} | `` | arrayDataType",
                "{'name':'a','dataType':'STRUCT'} | `` | children",
                "{'name':'a','dataType':'VARCHAR'} | `` | dataLength",
                "{'name':'a','dataType':'DECIMAL','scale':2} | `` | scale",
                "{'name':'a','dataType':'DECIMAL','precision':2,'scale':3} | `` | scale",
                "{'name':'a','dataType':'INT','dataTypeDisplay':'Int'} | `` | lower case",
                "{'name':'a','dataType':'INT','constraint':'KEY'} | `` | constraint",
                "{'name':'a','dataType':'INT','constraint':'PRIMARY_KEY'} "
                        + "| ,'tableConstraints':[{'constraintType':'PRIMARY_KEY','columns':['a']}] | primary key",
                "{'name':'a','dataType':'INT'} "
                        + "| ,'tableConstraints':[{'constraintType':'UNIQUE','columns':['b']}] | no column",
                "{'name':'a','dataType':'INT'} "
                        + "| ,'tablePartition':{'columns':[{'columnName':'b','intervalType':'OTHER'}]} | no column",
                "{'name':'a','dataType':'INT'} | ,'tableType':'Odd' | tableType",
                "{'name':'a','dataType':'INT'} | ,'colour':'red' | colour",
                "{'name':'a','dataType':'INT'} | ,'sourceHash':'123456789012345678901234567890123' | sourceHash",
                "{'name':'a','dataType':'INT'} | ,'owners':[{'type':'user'}] | owners",
                "{'name':'x::y','dataType':'INT'} | `` | not allowed",
            })
    void refusesTables(String columns, String more, String why) {
        HttpResponse<String> answer = send("PUT", "/tables", table(columns, more));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(why);
        assertThat(server.all("table")).isEmpty();
    }

    @Test
    void takesUpperCaseInTheQuotedNameOfAType() {
        String column = "{'name':'a','dataType':'ENUM','dataTypeDisplay':'zoo.\\\"Upper.Mood\\\"[]'}";
        HttpResponse<String> answer = send("PUT", "/tables", table(column, ""));
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    }

    @Test
    void refusesNamesAndParents() {
        assertStatus(400, "PUT", "/databases", "{'name':'','service':'svc'}");
        assertStatus(400, "PUT", "/databases", "{'name':'" + "n".repeat(257) + "','service':'svc'}");
        assertStatus(400, "PUT", "/databases", "{'name':'n'}");
        assertStatus(404, "PUT", "/databases", "{'name':'n','service':'no'}");
        assertStatus(400, "PUT", "/databases", "{'name'");
        assertStatus(404, "PUT", "/topics", "{'name':'n'}");
    }

    /** Of service, classification, tag, database, schema, table and procedure; the escapes are JSON's. */
    @ParameterizedTest
    @CsvSource({
        "2.0.9, a\\nb", "2.0.9, a\\rb", "2.0.9, a\\tb", "2.0.9, a\\u0000b", "2.0.9, a\\u001fb", "2.0.9, a\\u001b[1mb",
        "2.0.9, a>b", "2.0.9, a\\u0022b", "2.0.9, a::b", "1.13.0, a\\nb", "1.13.0, a\\rb", "1.13.0, a::b"
    })
    void refusesNamesThatNoEntityMayHave(String version, String name) {
        restart(version);
        put("classification", "{'name':'c','description':'d'}");
        for (String request : List.of(
                "/services/databaseServices {'name':'%s','serviceType':'Postgres'}",
                "/classifications {'name':'%s','description':'d'}",
                "/tags {'name':'%s','description':'d','classification':'c'}",
                "/databases {'name':'%s','service':'svc'}",
                "/databaseSchemas {'name':'%s','database':'svc.db'}",
                "/tables {'name':'%s','databaseSchema':'svc.db.s','columns':[]}",
                "/storedProcedures {'name':'%s','databaseSchema':'svc.db.s','storedProcedureCode':{'code':'x'}}")) {
            String[] parts = request.split(" ", 2);
            HttpResponse<String> answer = send("PUT", parts[0], parts[1].formatted(name));
            assertThat(answer.statusCode()).as(parts[0] + answer.body()).isEqualTo(400);
            HttpResponse<String> good = send("PUT", parts[0], parts[1].formatted("a:b é.|<"));
            assertThat(good.statusCode()).as(parts[0] + good.body()).isEqualTo(201);
        }
    }

    @Test
    void olderVersionsTakeATab() {
        assertStatus(201, "PUT", "/databases", "{'name':'a\\tb','service':'svc'}");
    }

    private void restart(String version) {
        server.close();
        server = OpenMetadataServer.builder().version(version).start();
        putParents();
    }

    @Test
    void aTagMustBeThereBeforeAnEntityOrAColumnCarriesIt() {
        String label =
                ",'tags':[{'tagFQN':'c.t','source':'Classification','labelType':'Automated','state':'Suggested'}]";
        String onTable = table("{'name':'a','dataType':'INT'}", label);
        String onColumn = table("{'name':'a','dataType':'INT'" + label + "}", "");
        for (String request : List.of(onTable, onColumn)) {
            HttpResponse<String> answer = send("PUT", "/tables", request);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("tag instance for c.t not found");
        }
        put("classification", "{'name':'c','description':'d'}");
        put("tag", "{'name':'t','description':'d','classification':'c'}");
        assertStatus(201, "PUT", "/tables", onTable);
        assertStatus(200, "PUT", "/tables", onColumn);
    }

    @Test
    void refusesWhatATestNames() {
        server.refuse("databaseSchema", fqn -> fqn.endsWith("2"), 403);
        assertStatus(403, "PUT", "/databaseSchemas", "{'name':'s2','database':'svc.db'}");
        JsonNode answer = json(
                "PUT",
                "/databaseSchemas/bulk",
                "[{'name':'s1','database':'svc.db'},{'name':'s2','database':'svc.db'}]");
        assertThat(answer.at("/failedRequest/0/status").asInt()).isEqualTo(400);
        assertThat(server.count("databaseSchema")).isEqualTo(2);
        server.heal();
        assertStatus(201, "PUT", "/databaseSchemas", "{'name':'s2','database':'svc.db'}");
    }

    @Test
    void aForeignKeyNeedsItsTable() {
        String key = ",'tableConstraints':[{'constraintType':'FOREIGN_KEY','columns':['a'],"
                + "'referredColumns':['svc.db.s.other.id']}]";
        String request = table("{'name':'a','dataType':'INT'}", key);
        assertStatus(404, "PUT", "/tables", request);
        put("table", GOOD.replace("'t'", "'other'"));
        assertStatus(201, "PUT", "/tables", request);
        assertStatus(200, "PUT", "/tables", request);
    }

    @Test
    void bulkIsOkWhateverBecomesOfItsItems() {
        String bad = table("{'name':'a','dataType':'CHAR'}", "");
        JsonNode answer = json("PUT", "/tables/bulk?async=false", "[" + GOOD + "," + GOOD + "," + bad + "]");
        assertThat(answer.path("status").asText()).isEqualTo("partialSuccess");
        assertThat(answer.path("numberOfRowsProcessed").asInt()).isEqualTo(3);
        assertThat(answer.path("successRequest")).hasSize(2);
        assertThat(answer.at("/successRequest/0/request").asText()).isEqualTo("svc.db.s.t");
        JsonNode failed = answer.path("failedRequest").get(0);
        assertThat(failed.path("status").asInt()).isEqualTo(400);
        assertThat(failed.path("request").path("name").asText()).isEqualTo("t");
        assertThat(stored().writes()).isEqualTo(2);

        HttpResponse<String> all = send("PUT", "/tables/bulk?async=false", "[" + bad + "]");
        assertThat(all.statusCode()).isEqualTo(200);
        assertThat(tree(all.body()).path("status").asText()).isEqualTo("failure");
        // What cannot be read spoils the whole request.
        assertStatus(400, "PUT", "/tables/bulk", "[" + GOOD + ",{'colour':'red'}]");
        assertStatus(400, "PUT", "/tables/bulk?async=true", "[]");
    }

    @Test
    void anEqualSourceHashIsNoChangeInBulkOnly() {
        String hashed = GOOD.replace("'description':'d'", "'sourceHash':'h'");
        String changed = GOOD.replace("'description':'d'", "'sourceHash':'h','sourceUrl':'http://x'");
        send("PUT", "/tables", hashed);
        send("PUT", "/tables/bulk", "[" + changed + "]");
        assertThat(stored().version()).isEqualTo(1);
        send("PUT", "/tables", changed);
        assertThat(stored().version()).isEqualTo(2);
    }

    @Test
    void aBotKeepsWhatIsThereUnlessItPatches() {
        send("PUT", "/tables", GOOD);
        server.edit("table", "svc.db.s.t", table -> table.put("description", "by hand"));
        send("PUT", "/tables", GOOD);
        StoredEntity table = stored();
        assertThat(table.document().path("description").asText()).isEqualTo("by hand");
        String patch = "[{'op':'replace','path':'/description','value':'patched'},"
                + "{'op':'add','path':'/columns/0/description','value':'column'}]";
        assertStatus(200, "PATCH", "/tables/" + table.id(), patch);
        JsonNode patched = stored().document();
        assertThat(patched.path("description").asText()).isEqualTo("patched");
        assertThat(patched.at("/columns/0/description").asText()).isEqualTo("column");
        assertStatus(400, "PATCH", "/tables/" + table.id(), "[{'op':'remove','path':'/nothing'}]");
    }

    @Test
    void deletesSoftlyAndRestores() {
        send("PUT", "/tables", GOOD);
        assertThat(status("DELETE", "/databaseSchemas/name/svc.db.s?hardDelete=false", null))
                .as("not empty")
                .isEqualTo(400);
        assertStatus(200, "DELETE", "/databaseSchemas/name/svc.db.s?hardDelete=false&recursive=true", null);
        assertThat(server.count("table")).isZero();
        assertStatus(404, "GET", "/tables/name/svc.db.s.t", null);
        assertStatus(200, "GET", "/tables/name/svc.db.s.t?include=all", null);
        assertThat(status("PUT", "/tables", GOOD)).as("its schema is gone").isEqualTo(404);
        String id = server.find("databaseSchema", "svc.db.s").orElseThrow().id().toString();
        assertStatus(200, "PUT", "/databaseSchemas/restore", "{'id':'" + id + "'}");
        assertStatus(200, "PUT", "/tables", GOOD);
        assertThat(server.count("table")).isEqualTo(1);
    }

    @Test
    void listsPageByPage() {
        for (int i = 0; i < 5; i++) {
            put("table", GOOD.replace("'t'", "'t" + i + "'"));
        }
        server.delete("table", "svc.db.s.t3");
        JsonNode first = json("GET", "/tables?databaseSchema=svc.db.s&limit=2", null);
        assertThat(first.path("data").findValuesAsText("fullyQualifiedName")).contains("svc.db.s.t0", "svc.db.s.t1");
        assertThat(first.path("data").get(0).has("columns")).as("not asked for").isFalse();
        assertThat(first.at("/paging/total").asInt()).isEqualTo(4);
        String after = first.at("/paging/after").asText();
        JsonNode second = json("GET", "/tables?databaseSchema=svc.db.s&limit=2&fields=columns&after=" + after, null);
        assertThat(second.at("/data/1/name").asText()).isEqualTo("t4");
        assertThat(second.at("/data/1/columns")).hasSize(1);
        assertThat(second.path("paging").has("after")).isFalse();
        assertThat(json("GET", "/tables?databaseSchema=svc.db.s&include=deleted", null)
                        .path("data"))
                .hasSize(1);
        assertStatus(400, "GET", "/tables?fields=colour", null);
    }

    @Test
    void looksAtTheToken() {
        assertThat(status("GET", "/system/version", null, null)).isEqualTo(200);
        assertThat(status("GET", "/tables", null, null)).isEqualTo(401);
        assertThat(status("GET", "/tables", null, "wrong")).isEqualTo(401);
        assertThat(status("GET", "/tables", null, server.userToken())).isEqualTo(200);
        assertThat(status("PUT", "/tables", GOOD, server.userToken())).isEqualTo(403);
        assertThat(json("GET", "/users/loggedInUser", null).path("isBot").asBoolean())
                .isTrue();
    }

    @Test
    void failsOnDemand() {
        server.plan(request -> request.path().equals("/tables"), 2, Answer.status(503));
        assertStatus(503, "GET", "/tables", null);
        assertStatus(200, "GET", "/databases", null);
        assertStatus(503, "GET", "/tables", null);
        assertStatus(200, "GET", "/tables", null);
        server.plan(request -> true, 1, Answer.cutAfterApplying());
        assertThatThrownBy(() -> send("PUT", "/tables", GOOD)).hasRootCauseInstanceOf(IOException.class);
        assertThat(server.count("table")).isEqualTo(1);
        server.plan(request -> true, 1, Answer.cut());
        assertThatThrownBy(() -> send("PUT", "/tables", GOOD.replace("'t'", "'u'")))
                .hasRootCauseInstanceOf(IOException.class);
        assertThat(server.count("table")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sharesOfFaultsFollowTheSeed(long seed) {
        try (OpenMetadataServer faulty =
                OpenMetadataServer.builder().seed(seed).unavailable(0.5).start()) {
            OpenMetadataServer healthy = server;
            server = faulty;
            int unavailable = 0;
            for (int i = 0; i < 100; i++) {
                unavailable += status("GET", "/system/version", null) == 503 ? 1 : 0;
            }
            server = healthy;
            assertThat(unavailable).isBetween(30, 70);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyLieIsToldUntilTheServerIsHealed(Lie lie) {
        put("databaseSchema", "{'name':'other','database':'svc.db'}");
        put("databaseService", "{'name':'elsewhere','serviceType':'Postgres'}");
        put("database", "{'name':'db','service':'elsewhere'}");
        put("databaseSchema", "{'name':'s','database':'elsewhere.db'}");
        for (String schema : List.of("svc.db.s", "svc.db.other", "elsewhere.db.s")) {
            put("table", GOOD.replace("svc.db.s", schema));
            put("table", GOOD.replace("svc.db.s", schema).replace("'name':'t'", "'name':'u'"));
        }
        server.delete("table", "svc.db.s.u");
        put("table", GOOD.replace("'name':'t'", "'name':'v'"));
        String list = "/tables?databaseSchema=svc.db.s&limit=" + (lie == Lie.CUT_SHORT ? 1 : 100);
        String truth = send("GET", list, null).body();

        server.lie(1, lie);
        assertThat(send("GET", list, null).body()).isNotEqualTo(truth);
        assertThat(send("GET", "/tables?limit=100", null).body()).contains("elsewhere.db.s.t");

        server.heal();
        assertThat(send("GET", list, null).body()).isEqualTo(truth);
    }

    @Test
    void anAnswerMayBeFloodedOrDrip() {
        server.plan(r -> true, 1, Answer.flooded(5_000_000));
        HttpResponse<String> flooded = send("GET", "/system/version", null);
        assertThat(flooded.body()).hasSizeGreaterThan(5_000_000).startsWith("{\"version\":");

        server.plan(r -> true, 1, Answer.dripping(Duration.ofMillis(5)));
        long start = System.nanoTime();
        HttpResponse<String> dripped = send("GET", "/system/version", null);
        assertThat(dripped.body()).startsWith("{\"version\":").endsWith("}");
        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(50));
    }
}
