package io.trawl.source.redshift;

import io.trawl.source.kit.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes CREATE PROCEDURE and CREATE FUNCTION from what the catalog holds of them.
 *
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_PROCEDURE.html">CREATE PROCEDURE</a>
 * @see <a href="https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_FUNCTION.html">CREATE FUNCTION</a>
 */
final class RoutineDefinition {

    private static final Map<String, String> MODES = Map.of("i", "", "o", "OUT ", "b", "INOUT ");
    private static final Map<String, String> VOLATILITIES = Map.of("i", "IMMUTABLE", "s", "STABLE", "v", "VOLATILE");

    private RoutineDefinition() {}

    /**
     * The statement, with a semicolon.
     *
     * @param types of the output arguments by oid, in the catalog's words
     * @return null if the catalog does not hold the parts: what an external function calls is not among them
     */
    static @Nullable String of(Routine routine, Map<Long, String> types) {
        String arguments = arguments(routine, types);
        if (arguments == null
                || routine.source() == null
                || !List.of("sql", "plpgsql", "plpythonu").contains(routine.language())) {
            return null;
        }
        String quote = quote(routine.source());
        String body = "AS " + quote + routine.source() + quote + " LANGUAGE " + routine.language();
        if (routine.kind() == Kind.PROCEDURE) {
            return "CREATE OR REPLACE PROCEDURE " + routine.quotedName() + "(" + arguments + ")\n" + body
                    + (routine.securityDefiner() ? " SECURITY DEFINER;" : ";");
        }
        return "CREATE OR REPLACE FUNCTION " + routine.quotedName() + "(" + arguments + ")\nRETURNS "
                + routine.returnType() + "\n" + VOLATILITIES.getOrDefault(routine.volatility(), "VOLATILE") + "\n"
                + body + ";";
    }

    /** A dollar quote that the text does not hold. */
    private static String quote(String text) {
        String quote = "$$";
        for (int i = 1; text.contains(quote); i++) {
            quote = "$q" + i + "$";
        }
        return quote;
    }

    private static String quoted(String name) {
        return name.matches("[a-z_][a-z0-9_]*") ? name : Sql.quoted(name);
    }

    /** The arguments with their names; null if the type of one is not known. */
    private static @Nullable String arguments(Routine routine, Map<Long, String> types) {
        List<String> arguments = new ArrayList<>();
        int count = routine.allTypes().isEmpty()
                ? routine.inputTypes().size()
                : routine.allTypes().size();
        for (int i = 0; i < count; i++) {
            String type = routine.allTypes().isEmpty()
                    ? routine.inputTypes().get(i)
                    : types.get(routine.allTypes().get(i));
            if (type == null) {
                return null;
            }
            String name = i < routine.names().size() ? routine.names().get(i) : "";
            String mode = i < routine.modes().size()
                    ? MODES.getOrDefault(routine.modes().get(i), "")
                    : "";
            arguments.add((name.isEmpty() ? "" : quoted(name) + " ") + mode + type);
        }
        return String.join(", ", arguments);
    }
}
