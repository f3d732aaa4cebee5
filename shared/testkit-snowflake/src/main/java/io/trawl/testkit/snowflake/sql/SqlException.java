package io.trawl.testkit.snowflake.sql;

/**
 * The service does not do what a statement asks, for a reason that it says with a code and an SQLState. The codes and
 * words are those that public reports quote; the driver's SnowflakeUtil.checkErrorAndThrowException turns them into an
 * SQLException.
 */
public final class SqlException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Six digits, for example {@code 001003}. */
    public final String code;
    /** Five characters, or null for what concerns the session and not a statement. */
    public final String sqlState;

    private SqlException(String code, String sqlState, String message) {
        super(message, null, false, false);
        this.code = code;
        this.sqlState = sqlState;
    }

    /** Any failure of a statement. */
    public static SqlException of(String code, String sqlState, String message) {
        return new SqlException(code, sqlState, message);
    }

    /** A failure of the session, which has no SQLState. */
    public static SqlException ofSession(String code, String message) {
        return new SqlException(code, null, message);
    }

    static SqlException syntax(int position, String unexpected) {
        return of(
                "001003",
                "42000",
                "SQL compilation error:\nsyntax error line 1 at position " + position + " unexpected '" + unexpected
                        + "'.");
    }

    /** A column that the view does not have. */
    public static SqlException invalidIdentifier(String name) {
        return of(
                "000904",
                "42000",
                "SQL compilation error: error line 1 at position 7\ninvalid identifier '" + name + "'");
    }

    /** What SHOW and USE say of a database or schema that is not there or may not be used (dbt-snowflake, impl.py). */
    public static SqlException notThere() {
        return of(
                "002043", "02000", "SQL compilation error:\nObject does not exist, or operation cannot be performed.");
    }

    /** What SELECT says of a database or schema, and GET_DDL too. */
    public static SqlException doesNotExist(String kind, String name) {
        return of(
                "002003",
                "02000",
                "SQL compilation error:\n" + kind + " '" + name + "' does not exist or not authorized.");
    }

    /** What SELECT and SHOW ... IN TABLE say of a table or view. */
    public static SqlException objectDoesNotExist(String name) {
        return of("002003", "42S02", "SQL compilation error:\nObject '" + name + "' does not exist or not authorized.");
    }

    /** A SHOW of more than 10,000 rows without LIMIT, where the documentation says that it is an error. */
    public static SqlException tooManyRows() {
        return of(
                "090153",
                "22000",
                "The result set size exceeded the max number of rows(10000) supported for SHOW statements. Use LIMIT"
                        + " option to limit result set to a smaller number.");
    }

    /** An answer of INFORMATION_SCHEMA that is too large (transferwise/pipelinewise #77 quotes it). */
    public static SqlException tooMuchData() {
        return of(
                "090030",
                "22000",
                "Information schema query returned too much data. Please repeat query with more selective"
                        + " predicates.");
    }
}
