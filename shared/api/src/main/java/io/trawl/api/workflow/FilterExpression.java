package io.trawl.api.workflow;

import static io.trawl.api.util.OneLine.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One regular expression of a filter pattern.
 *
 * @param path where it stands, below {@code source}
 * @param text as it was written
 * @param pattern compiled
 */
record FilterExpression(String path, String text, Pattern pattern) {

    /**
     * Compiles a list of them.
     *
     * @throws IllegalArgumentException if one is no regular expression; the message starts with its path
     */
    static List<FilterExpression> compile(String path, List<String> expressions) {
        List<FilterExpression> compiled = new ArrayList<>(expressions.size());
        for (String expression : expressions) {
            String place = path + "[" + compiled.size() + "]";
            try {
                compiled.add(new FilterExpression(place, expression, PythonRegex.compile(expression)));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        place + ": " + quoted(expression) + " is not a regular expression: " + e.getDescription(), e);
            }
        }
        return compiled;
    }

    /**
     * Whether it matches from the start of a name.
     *
     * @throws ConfigException if that takes more than a second, or more memory than a thread has for it: the time of an
     *     expression with several repetitions may grow exponentially with the length of a name
     */
    boolean matches(String name) {
        try {
            return pattern.matcher(new TimedText(name)).lookingAt();
        } catch (TimedText.TooSlowException | StackOverflowError e) {
            throw new ConfigException("source." + path + ": " + quoted(text) + " takes too long on the name "
                    + quoted(name) + ": more than a second, or too much memory; make it simpler");
        }
    }
}
