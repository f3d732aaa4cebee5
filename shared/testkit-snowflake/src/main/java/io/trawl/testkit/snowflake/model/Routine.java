package io.trawl.testkit.snowflake.model;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A procedure or function; others of the same name differ in their arguments' types.
 *
 * @param name exact
 * @param arguments in order
 * @param returns the type returned, for example {@code VARCHAR} or {@code TABLE (A NUMBER)}
 * @param language in upper case
 * @param body the definition
 * @param bodyHidden whether only the owner sees the body; so for secure routines
 * @param external whether it is an external function
 * @param comment or null, for which SHOW says {@code user-defined procedure} or {@code user-defined function}
 * @param owner the role
 * @param created when
 * @param lastAltered when
 */
public record Routine(
        String name,
        List<Argument> arguments,
        String returns,
        String language,
        String body,
        boolean bodyHidden,
        boolean external,
        String comment,
        String owner,
        Instant created,
        Instant lastAltered) {

    /**
     * An argument.
     *
     * @param name as declared
     * @param type without length, for example {@code NUMBER}
     * @param optional whether it has a default
     */
    public record Argument(String name, String type, boolean optional) {}

    /** An argument without a default. */
    public static Argument argument(String name, String type) {
        return new Argument(name, type, false);
    }

    /** A routine in SQL, of SYSADMIN. */
    public static Routine of(String name, String returns, String body, Argument... arguments) {
        return new Routine(
                name,
                List.of(arguments),
                returns,
                "SQL",
                body,
                false,
                false,
                null,
                "SYSADMIN",
                SnowflakeModel.EPOCH,
                SnowflakeModel.EPOCH);
    }

    /** The same in another language. */
    public Routine language(String other) {
        return new Routine(
                name, arguments, returns, other, body, bodyHidden, external, comment, owner, created, lastAltered);
    }

    /** The same with a comment. */
    public Routine comment(String words) {
        return new Routine(
                name, arguments, returns, language, body, bodyHidden, external, words, owner, created, lastAltered);
    }

    /** The same, its body hidden from those who do not own it. */
    public Routine hidden() {
        return new Routine(
                name, arguments, returns, language, body, true, external, comment, owner, created, lastAltered);
    }

    /** The same as external function. */
    public Routine asExternal() {
        return new Routine(
                name, arguments, returns, "EXTERNAL", body, bodyHidden, true, comment, owner, created, lastAltered);
    }

    /** The same, altered then. */
    public Routine lastAltered(Instant when) {
        return new Routine(
                name, arguments, returns, language, body, bodyHidden, external, comment, owner, created, when);
    }

    /**
     * The column {@code arguments} of SHOW USER PROCEDURES: {@code NAME(VARCHAR [, NUMBER]) RETURN VARCHAR}; what has a
     * default stands in brackets (docs.snowflake.com/en/sql-reference/sql/show-procedures).
     */
    public String shownArguments() {
        StringBuilder shown = new StringBuilder(name).append('(');
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            String comma = i == 0 ? "" : ", ";
            shown.append(
                    argument.optional()
                            ? (i == 0 ? "" : " ") + "[" + comma + argument.type() + "]"
                            : comma + argument.type());
        }
        return shown.append(") RETURN ").append(returns).toString();
    }

    /** ARGUMENT_SIGNATURE of INFORMATION_SCHEMA: names and types. */
    public String signature() {
        return arguments.stream()
                .map(argument -> argument.name() + " " + argument.type())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** The arguments' types only, as GET_DDL and DESCRIBE want them. */
    public String types() {
        return arguments.stream().map(Argument::type).collect(Collectors.joining(", ", "(", ")"));
    }
}
