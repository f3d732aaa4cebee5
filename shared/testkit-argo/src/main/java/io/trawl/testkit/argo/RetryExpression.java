package io.trawl.testkit.argo;

import java.util.Collections;
import java.util.Map;
import org.apache.commons.jexl3.JexlBuilder;
import org.apache.commons.jexl3.JexlEngine;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.MapContext;
import org.apache.commons.jexl3.introspection.JexlPermissions;

/**
 * {@code retryStrategy.expression}. Argo evaluates it with expr-lang/expr; Commons JEXL has the same grammar for what
 * retries need: comparisons, {@code &&}, {@code ||}, {@code !}, strings, numbers and calls. Values are strings, so a number
 * wants {@code asInt}.
 */
final class RetryExpression {

    /** The functions that expressions may call (util/expr/env/env.go). */
    public static final class Functions {

        private Functions() {}

        public static int asInt(String text) {
            return Integer.parseInt(text);
        }
    }

    private static final JexlEngine ENGINE = new JexlBuilder()
            .permissions(new JexlPermissions.ClassPermissions(Functions.class))
            .namespaces(Collections.singletonMap(null, Functions.class))
            .strict(true)
            .silent(false)
            .create();

    private RetryExpression() {}

    /** @param lastRetry {@code status} and {@code exitCode} of the last attempt */
    static boolean holds(String expression, Map<String, Object> lastRetry) {
        try {
            Object value = ENGINE.createExpression(expression).evaluate(new MapContext(Map.of("lastRetry", lastRetry)));
            if (value instanceof Boolean truth) {
                return truth;
            }
            throw new TemplateException("expected bool, but got " + value + " from expression: " + expression);
        } catch (JexlException e) {
            throw new TemplateException("unable to evaluate expression '" + expression + "': " + e.getMessage());
        }
    }
}
