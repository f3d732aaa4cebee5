package io.trawl.testkit.argo;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Argo's simple variables (util/template/simple_template.go): <code>{{name}}</code> in the JSON of an object is replaced by
 * the value, escaped as a JSON string; one that is not known stays as it is.
 */
final class Substitution {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);

    private Substitution() {}

    static String replace(String json, Map<String, String> values) {
        return VARIABLE.matcher(json).replaceAll(variable -> {
            String value = values.get(variable.group(1).strip());
            return Matcher.quoteReplacement(
                    value == null
                            ? variable.group()
                            : new String(JsonStringEncoder.getInstance().quoteAsString(value)));
        });
    }

    /** The names of all variables, in their order. */
    static List<String> names(String json) {
        return VARIABLE.matcher(json)
                .results()
                .map(variable -> variable.group(1).strip())
                .toList();
    }
}
