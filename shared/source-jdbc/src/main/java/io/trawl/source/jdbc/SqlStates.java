package io.trawl.source.jdbc;

import io.trawl.api.model.FailureKind;
import java.util.Map;
import java.util.Set;

/**
 * What follows from an SQLState: from the state itself where it is known, else from its class, the first two characters.
 * The states are those of the SQL standard and of PostgreSQL's appendix A, which Redshift shares.
 *
 * <p>A state that says something about the object that is read is INVALID: reading it again gives the same answer. So is XX000:
 * PostgreSQL's functions that print definitions give it where the catalog lacks what an object refers to. BUG is left for states
 * that say something about our own statements (syntax, cursors, transactions).
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
 */
final class SqlStates {

    /** The server found what it holds to be impossible: in its catalog, most often. */
    static final String INTERNAL_ERROR = "XX000";

    private static final Map<String, FailureKind> STATES = Map.ofEntries(
            Map.entry("25P03", FailureKind.TRANSIENT), // idle_in_transaction_session_timeout
            Map.entry("25P04", FailureKind.TRANSIENT), // transaction_timeout
            Map.entry("42501", FailureKind.PERMISSION), // insufficient_privilege
            Map.entry("42601", FailureKind.BUG), // syntax_error
            Map.entry("53000", FailureKind.THROTTLED), // insufficient_resources
            Map.entry("53100", FailureKind.TRANSIENT), // disk_full
            Map.entry("53200", FailureKind.THROTTLED), // out_of_memory
            Map.entry("53300", FailureKind.THROTTLED), // too_many_connections; awslabs/aws-lambda-redshift-loader #180
            Map.entry("53400", FailureKind.INVALID), // configuration_limit_exceeded: temp_file_limit and the like
            Map.entry("55006", FailureKind.TRANSIENT), // object_in_use
            Map.entry("55P03", FailureKind.TRANSIENT), // lock_not_available
            Map.entry("57P04", FailureKind.INVALID), // database_dropped
            Map.entry("58P01", FailureKind.INVALID), // undefined_file: a file of the catalog is missing
            Map.entry("72000", FailureKind.TRANSIENT), // snapshot_too_old
            Map.entry(INTERNAL_ERROR, FailureKind.INVALID),
            Map.entry("XX001", FailureKind.INVALID), // data_corrupted
            Map.entry("XX002", FailureKind.INVALID)); // index_corrupted

    private static final Map<String, FailureKind> CLASSES = Map.ofEntries(
            Map.entry("08", FailureKind.TRANSIENT), // connection exception
            Map.entry("0A", FailureKind.INVALID), // feature not supported, by this server or for this object
            Map.entry("21", FailureKind.INVALID), // cardinality violation: two rows where the catalog should hold one
            Map.entry("22", FailureKind.INVALID), // data exception; 22021 and 22P05: bytes that are no text
            Map.entry("28", FailureKind.PERMISSION), // invalid authorization
            Map.entry("2F", FailureKind.INVALID), // SQL routine exception; with 38, 39 and P0: of a user's function
            Map.entry("38", FailureKind.INVALID), // external routine exception
            Map.entry("39", FailureKind.INVALID), // external routine invocation exception
            Map.entry("3D", FailureKind.INVALID), // no such database
            Map.entry("3F", FailureKind.INVALID), // no such schema
            Map.entry("40", FailureKind.TRANSIENT), // transaction rollback: serialization, deadlock, recovery conflict
            Map.entry("42", FailureKind.INVALID), // undefined or ambiguous object, wrong type, invalid definition
            Map.entry("54", FailureKind.INVALID), // program limit exceeded: an expression too deep, too many columns
            Map.entry("55", FailureKind.INVALID), // object not in prerequisite state
            Map.entry("57", FailureKind.TRANSIENT), // operator intervention: cancelled, shut down, timed out
            Map.entry("58", FailureKind.TRANSIENT), // system error: input or output
            Map.entry("HV", FailureKind.INVALID), // foreign data wrapper
            Map.entry("P0", FailureKind.INVALID)); // raised by a PL/pgSQL function, a login trigger for example

    /** No session came about: the server cannot be reached, cannot take one now, or does not want this one. */
    private static final Set<String> NO_SESSION = Set.of("08001", "08004", "53300", "57P03", "57P04");

    /** Of whole classes: the login is refused, or there is no such database. */
    private static final Set<String> NO_SESSION_CLASSES = Set.of("28", "3D");

    private SqlStates() {}

    /** The kind that a state stands for; BUG if it says nothing. */
    static FailureKind kindOf(String state) {
        FailureKind kind = STATES.get(state);
        return kind != null ? kind : CLASSES.getOrDefault(classOf(state), FailureKind.BUG);
    }

    /** Whether a state means that a session could not be opened. */
    static boolean isOfConnecting(String state) {
        return NO_SESSION.contains(state) || NO_SESSION_CLASSES.contains(classOf(state));
    }

    /** Whether a state means that a session is gone. */
    static boolean isOfLostSession(String state) {
        return state.startsWith("08") || state.startsWith("57P") || state.equals("25P03") || state.equals("25P04");
    }

    private static String classOf(String state) {
        return state.length() < 2 ? "" : state.substring(0, 2);
    }
}
