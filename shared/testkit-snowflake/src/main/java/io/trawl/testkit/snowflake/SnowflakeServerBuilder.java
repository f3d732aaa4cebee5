package io.trawl.testkit.snowflake;

import io.trawl.testkit.snowflake.model.SnowflakeModel;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Describes a {@link SnowflakeServer}; without a word, an empty account {@code TRAWL_TEST} of the organization
 * {@code ACME} with a user {@code TRAWL} (password {@code secret}, role {@code INGESTION}) and a suspended warehouse
 * {@code COMPUTE_WH} that resumes by itself.
 */
public final class SnowflakeServerBuilder {

    private String organization = "ACME";
    private String account = "TRAWL_TEST";
    private final Map<String, Account.User> users = new LinkedHashMap<>();
    private final Set<String> roles = new HashSet<>(Set.of("PUBLIC", "ACCOUNTADMIN", "SYSADMIN"));
    private final Map<String, Warehouse.State> warehouses = new LinkedHashMap<>();
    private final Map<String, Set<String>> warehouseRoles = new LinkedHashMap<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private int unknownAccount = 404;
    SnowflakeModel model = SnowflakeModel.of();
    Clock clock = Clock.systemUTC();
    Duration latency = Duration.ZERO;
    Duration inProgressAfter = Duration.ofSeconds(45);
    int rowsPerChunk = 1_000;
    int informationSchemaLimit = 100_000;
    int statementsPerToken = Integer.MAX_VALUE;
    int statementsPerMaster = Integer.MAX_VALUE;
    long seed = 1;
    Faults.Shares shares = new Faults.Shares(0, 0, 0);

    SnowflakeServerBuilder() {}

    /** The account's name; it is stored in upper case. */
    public SnowflakeServerBuilder account(String name) {
        account = name.toUpperCase(Locale.ROOT);
        return this;
    }

    /** The organization's name; it is stored in upper case. */
    public SnowflakeServerBuilder organization(String name) {
        organization = name.toUpperCase(Locale.ROOT);
        return this;
    }

    /** A user with a password and the roles granted, the default one first; {@code INGESTION} if none is given. */
    public SnowflakeServerBuilder user(String name, String password, String... granted) {
        return add(name, password, null, false, granted);
    }

    /** A user with a key pair. */
    public SnowflakeServerBuilder user(String name, PublicKey key, String... granted) {
        return add(name, null, key, false, granted);
    }

    /** A user who may not log in. */
    public SnowflakeServerBuilder disabledUser(String name, String password) {
        return add(name, password, null, true);
    }

    private SnowflakeServerBuilder add(
            String name, String password, PublicKey key, boolean disabled, String... granted) {
        String upper = name.toUpperCase(Locale.ROOT);
        List<String> all = granted.length == 0 ? List.of("INGESTION") : List.of(granted);
        users.put(upper, new Account.User(upper, password, key, all, null, disabled));
        return this;
    }

    /** Roles that exist and are granted to no user. */
    public SnowflakeServerBuilder roles(String... more) {
        roles.addAll(List.of(more));
        return this;
    }

    /** A parameter of the account, for example {@code QUOTED_IDENTIFIERS_IGNORE_CASE}; a session may set it otherwise. */
    public SnowflakeServerBuilder parameter(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    /** A warehouse; the roles that may use it, all if none is given. */
    public SnowflakeServerBuilder warehouse(String name, Warehouse.State state, String... usableBy) {
        warehouses.put(name, state);
        warehouseRoles.put(name, Set.of(usableBy));
        return this;
    }

    /** What the account holds. */
    public SnowflakeServerBuilder model(SnowflakeModel holds) {
        model = holds;
        return this;
    }

    /** The time by which tokens of key pairs are checked and warehouses run. */
    public SnowflakeServerBuilder clock(Clock time) {
        clock = time;
        return this;
    }

    /** How long each statement takes. */
    public SnowflakeServerBuilder latency(Duration time) {
        latency = time;
        return this;
    }

    /** After how long a statement is answered with "in progress"; 45 s in the real service. */
    public SnowflakeServerBuilder inProgressAfter(Duration time) {
        inProgressAfter = time;
        return this;
    }

    /** How many rows stand in an answer, and in each file that the driver must fetch for more of them. */
    public SnowflakeServerBuilder rowsPerChunk(int rows) {
        rowsPerChunk = rows;
        return this;
    }

    /** How many rows INFORMATION_SCHEMA answers at most; more are 090030. The real number is not documented. */
    public SnowflakeServerBuilder informationSchemaLimit(int rows) {
        informationSchemaLimit = rows;
        return this;
    }

    /** A session's token expires after so many statements (390112); the driver gets a new one by itself. */
    public SnowflakeServerBuilder tokenExpiresAfter(int statements) {
        statementsPerToken = statements;
        return this;
    }

    /** A session's master token expires after so many statements (390114): the session is lost. */
    public SnowflakeServerBuilder masterTokenExpiresAfter(int statements) {
        statementsPerMaster = statements;
        return this;
    }

    /** The HTTP status for a login to an account that is not there; 404, formerly 403. */
    public SnowflakeServerBuilder unknownAccount(int status) {
        unknownAccount = status;
        return this;
    }

    /** Shares of the statements, from 0 to 1, that get 503, 429 or a cut connection. */
    public SnowflakeServerBuilder failing(long seedOfFaults, double unavailable, double throttled, double cut) {
        seed = seedOfFaults;
        shares = new Faults.Shares(unavailable, throttled, cut);
        return this;
    }

    /** Starts the server. */
    public SnowflakeServer start() {
        if (users.isEmpty()) {
            user("TRAWL", "secret");
        }
        if (warehouses.isEmpty()) {
            warehouse("COMPUTE_WH", Warehouse.State.SUSPENDED_AUTO_RESUME);
        }
        if (!shares.equals(new Faults.Shares(0, 0, 0))) {
            System.out.println("Snowflake server: faults with seed " + seed + ", " + shares);
        }
        return new SnowflakeServer(this);
    }

    Account account() {
        return new Account(
                organization,
                account,
                "XY12345",
                Map.copyOf(users),
                Set.copyOf(roles),
                Map.copyOf(parameters),
                unknownAccount);
    }

    Warehouses warehouses() {
        Map<String, Warehouse> all = new LinkedHashMap<>();
        warehouses.forEach((name, state) -> all.put(name, new Warehouse(name, state, warehouseRoles.get(name), clock)));
        return new Warehouses(all);
    }
}
