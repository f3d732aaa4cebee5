package io.trawl.testkit.argo;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Argo's simple variables (util/template/simple_template.go): <code>{{name}}</code> in the JSON of an object is replaced by
 * the value, escaped as a JSON string; one that is not known stays as it is.
 */
final class Substitution {

    private static final String BEGIN = "{{";
    private static final String END = "}}";

    private Substitution() {}

    static String replace(String json, Map<String, String> values) {
        StringBuilder result = new StringBuilder(json.length());
        int at = 0;
        for (int begin = json.indexOf(BEGIN); begin >= 0; begin = json.indexOf(BEGIN, at)) {
            int end = json.indexOf(END, begin);
            if (end < 0) {
                break;
            }
            result.append(json, at, begin);
            String value =
                    values.get(json.substring(begin + BEGIN.length(), end).strip());
            at = end + END.length();
            if (value == null) {
                result.append(json, begin, at);
            } else {
                result.append(JsonStringEncoder.getInstance().quoteAsString(value));
            }
        }
        return result.append(json, at, json.length()).toString();
    }

    /** The names of all variables, in their order. */
    static List<String> names(String json) {
        List<String> names = new ArrayList<>();
        int end = 0;
        for (int begin = json.indexOf(BEGIN); begin >= 0; begin = json.indexOf(BEGIN, end)) {
            end = json.indexOf(END, begin);
            if (end < 0) {
                break;
            }
            names.add(json.substring(begin + BEGIN.length(), end).strip());
        }
        return names;
    }
}
