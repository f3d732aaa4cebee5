package io.trawl.source.snowflake;

import io.trawl.api.model.FailureKind;
import io.trawl.source.jdbc.SqlFailures;
import io.trawl.source.kit.Reach;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.snowflake.client.api.exception.ErrorCode;
import net.snowflake.client.api.exception.SnowflakeSQLException;
import org.jspecify.annotations.Nullable;

/**
 * Classifies what Snowflake and its driver say. Snowflake's own codes count more than its SQLStates, of which several have another
 * meaning than PostgreSQL's.
 */
final class SnowflakeFailures extends SqlFailures {

    static final SnowflakeFailures INSTANCE = new SnowflakeFailures();

    /** "Does not exist or not authorized": Snowflake does not tell the two apart. */
    private static final int NOT_FOUND = 2003;

    /** The same, of a schema or database in SHOW. */
    private static final int NOT_FOUND_BY_SHOW = 2043;

    private static final int NO_PRIVILEGE = 3001;
    private static final int NO_ACTIVE_WAREHOUSE = 606;
    private static final int WAREHOUSE_NOT_RESUMED = 607;
    private static final int QUOTA_EXCEEDED = 90073;

    private static final Meaning LOGIN_REFUSED = new Meaning(FailureKind.PERMISSION, Reach.ALL);
    private static final Meaning SESSION_LOST = new Meaning(FailureKind.TRANSIENT, Reach.SESSION);
    private static final Meaning NO_WAREHOUSE = new Meaning(FailureKind.INVALID, Reach.ALL);
    private static final Meaning HIDDEN = new Meaning(FailureKind.PERMISSION, Reach.STATEMENT);
    private static final Meaning SLOW = new Meaning(FailureKind.TRANSIENT, Reach.SLOW_STATEMENT);

    /** By vendor code. */
    private static final Map<Integer, Meaning> CODES = Map.ofEntries(
            Map.entry(390104, SESSION_LOST), // session gone
            Map.entry(390111, SESSION_LOST), // session does not exist any more
            Map.entry(390112, SESSION_LOST), // session token expired
            Map.entry(390114, SESSION_LOST), // authentication token expired: the user must log in again
            Map.entry(NO_ACTIVE_WAREHOUSE, NO_WAREHOUSE),
            Map.entry(WAREHOUSE_NOT_RESUMED, NO_WAREHOUSE),
            Map.entry(QUOTA_EXCEEDED, NO_WAREHOUSE),
            Map.entry(NOT_FOUND, HIDDEN),
            Map.entry(NOT_FOUND_BY_SHOW, HIDDEN),
            Map.entry(NO_PRIVILEGE, HIDDEN),
            Map.entry(604, SLOW), // cancelled
            Map.entry(630, SLOW), // statement timeout
            Map.entry(90030, new Meaning(FailureKind.INVALID, Reach.STATEMENT))); // INFORMATION_SCHEMA: too much data

    /** The codes of the login service. */
    private static final int FIRST_OF_LOGIN = 390_000;

    private static final int LAST_OF_LOGIN = 390_999;

    /** The codes of the driver itself. */
    private static final int FIRST_OF_DRIVER = 200_000;

    private static final int LAST_OF_DRIVER = 299_999;

    /** What the driver says of an answer's HTTP status, which it puts nowhere else; its own words, the same in every language. */
    private static final Pattern STATUS = Pattern.compile("HTTP status=(\\d{3})");

    private SnowflakeFailures() {}

    @Override
    protected Optional<Meaning> meaning(SQLException failure) {
        if (!(failure instanceof SnowflakeSQLException)) {
            return Optional.empty();
        }
        int code = failure.getErrorCode();
        int status = status(failure);
        if (status != 0) {
            return Optional.of(ofStatus(status));
        }
        Meaning known = CODES.get(code);
        boolean ofLogin = code >= FIRST_OF_LOGIN && code <= LAST_OF_LOGIN;
        return known != null ? Optional.of(known) : ofLogin ? Optional.of(LOGIN_REFUSED) : Optional.empty();
    }

    private static Meaning ofStatus(int status) {
        if (status == 429) {
            return new Meaning(FailureKind.THROTTLED, Reach.ALL);
        }
        return status == 408 || status >= 500
                ? new Meaning(FailureKind.TRANSIENT, Reach.STARTING)
                : new Meaning(FailureKind.INVALID, Reach.ALL);
    }

    /** The status of an HTTP answer that the driver did not accept; 0 if the failure is another. */
    private static int status(SQLException failure) {
        if (failure.getErrorCode() != ErrorCode.NETWORK_ERROR.getMessageCode() || failure.getMessage() == null) {
            return 0;
        }
        Matcher status = STATUS.matcher(failure.getMessage());
        return status.find() ? Integer.parseInt(status.group(1)) : 0;
    }

    /** Whether a schema or what is in it is not there for the role. */
    static boolean isHidden(SQLException failure) {
        return HIDDEN.equals(CODES.get(failure.getErrorCode()));
    }

    /** Snowflake's text; null if it is the driver that speaks, except of an HTTP status. */
    @Override
    protected @Nullable String answer(SQLException failure) {
        if (!(failure instanceof SnowflakeSQLException)) {
            return null;
        }
        int status = status(failure);
        if (status != 0) {
            return ofAddress(status)
                    ? "HTTP status " + status + "; is source.serviceConnection.config.account right?"
                    : "HTTP status " + status + " of Snowflake's service";
        }
        int code = failure.getErrorCode();
        if (code == 0 || code >= FIRST_OF_DRIVER && code <= LAST_OF_DRIVER) {
            return null;
        }
        return NO_WAREHOUSE.equals(CODES.get(code))
                ? "the configured warehouse cannot be used, or does not resume: " + failure.getMessage()
                : failure.getMessage();
    }

    /** Snowflake answers a login for an account that it does not have with 403 or 404. */
    private static boolean ofAddress(int status) {
        return status == 403 || status == 404;
    }
}
