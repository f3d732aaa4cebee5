package io.trawl.testkit.snowflake;

import io.trawl.testkit.snowflake.sql.SqlException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The sessions and their tokens. A session token is good for some statements, then 390112 makes the driver renew it with
 * the master token (the driver's SFStatement.renewSessionOnExpiry, SessionUtil.renewTokenRequest); once the master token is
 * no longer good either, that request is answered with 390114; a session that is not there is 390111 (codes: the driver's SnowflakeUtil).
 */
final class Sessions {

    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final AtomicLong opened = new AtomicLong();
    final AtomicLong renewals = new AtomicLong();
    private final Map<String, Session> byToken = new ConcurrentHashMap<>();
    private final int statementsPerToken;
    private final int statementsPerMaster;
    private final AtomicLong ids = new AtomicLong(17_592_186_048_512L);

    Sessions(int statementsPerToken, int statementsPerMaster) {
        this.statementsPerToken = statementsPerToken;
        this.statementsPerMaster = statementsPerMaster;
    }

    Session open(Account.User user) {
        Session session = new Session(ids.incrementAndGet(), user);
        session.masterToken = token("master");
        session.token = token("session");
        byToken.put(session.token, session);
        byToken.put(session.masterToken, session);
        opened.incrementAndGet();
        most.accumulateAndGet(open.incrementAndGet(), Math::max);
        return session;
    }

    private static String token(String kind) {
        return "ver:3-hint:" + kind + "-" + UUID.randomUUID();
    }

    /** The session of a token that is good. */
    Session of(String token) {
        Session session = token == null ? null : byToken.get(token);
        if (session == null || session.gone) {
            throw SqlException.ofSession(
                    "390111", "Session no longer exists.  New login required to access the service.");
        }
        if (session.masterExpired || !token.equals(session.token)) {
            throw expired();
        }
        return session;
    }

    /** Counts a statement; the one after the last good one fails. */
    void use(Session session) {
        synchronized (session) {
            if (++session.statements > statementsPerMaster) {
                session.masterExpired = true;
                throw expired();
            }
            if (++session.statementsOfToken > statementsPerToken) {
                session.statements--;
                throw expired();
            }
        }
    }

    /** A new session token for a master token. */
    Session renew(String masterToken) {
        Session session = masterToken == null ? null : byToken.get(masterToken);
        if (session == null || session.gone || !masterToken.equals(session.masterToken)) {
            throw SqlException.ofSession(
                    "390111", "Session no longer exists.  New login required to access the service.");
        }
        if (session.masterExpired) {
            throw masterExpired();
        }
        synchronized (session) {
            session.token = token("session");
            session.statementsOfToken = 0;
            byToken.put(session.token, session);
        }
        renewals.incrementAndGet();
        return session;
    }

    /** Closes the session of a token, good or expired. */
    Session close(String token) {
        Session session = token == null ? null : byToken.get(token);
        boolean expired = session != null && (session.masterExpired || !token.equals(session.token));
        if (session == null) {
            return of(token);
        }
        close(session);
        if (expired) {
            throw expired();
        }
        return session;
    }

    void close(Session session) {
        if (!session.gone) {
            session.gone = true;
            open.decrementAndGet();
            byToken.values().removeIf(each -> each == session);
        }
    }

    static SqlException expired() {
        return SqlException.ofSession("390112", "Your session has expired. Please login again.");
    }

    static SqlException masterExpired() {
        return SqlException.ofSession("390114", "Authentication token has expired.  The user must authenticate again.");
    }
}
