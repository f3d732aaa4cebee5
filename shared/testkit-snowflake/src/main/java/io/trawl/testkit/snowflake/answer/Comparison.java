package io.trawl.testkit.snowflake.answer;

import io.trawl.testkit.snowflake.model.NameOrder;
import io.trawl.testkit.snowflake.sql.SqlException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Comparator;
import java.util.List;

/** Compares values of system views with constants and binds, which arrive as text. */
final class Comparison {

    /** In ascending order null comes last (docs.snowflake.com/en/sql-reference/constructs/order-by). */
    static final Comparator<Object> NULLS_LAST = Comparator.nullsLast(Comparison::compare);

    private static final DateTimeFormatter WITH_OFFSET = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[ ][xxx][xx]")
            .toFormatter();

    private Comparison() {}

    private static int compare(Object left, Object right) {
        if (left instanceof Number a && right instanceof Number b) {
            return Long.compare(a.longValue(), b.longValue());
        }
        if (left instanceof Instant a && right instanceof Instant b) {
            return a.compareTo(b);
        }
        return NameOrder.BY_CODE_POINT.compare(left.toString(), right.toString());
    }

    static boolean holds(Object value, String operator, List<String> operands) {
        if (operator.startsWith("IS")) {
            return (value == null) == operator.equals("IS NULL");
        }
        if (value == null || operands.contains(null)) {
            return false;
        }
        if (operator.equals("IN")) {
            return operands.stream().anyMatch(operand -> compare(value, converted(value, operand)) == 0);
        }
        int order = compare(value, converted(value, operands.get(0)));
        return switch (operator) {
            case "=" -> order == 0;
            case "<>" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> throw new IllegalStateException(operator);
        };
    }

    private static Object converted(Object like, String operand) {
        try {
            if (like instanceof Number) {
                return Long.valueOf(operand);
            }
            return like instanceof Instant ? instant(operand) : operand;
        } catch (NumberFormatException | DateTimeException e) {
            throw SqlException.of("100038", "22018", "Value '" + operand + "' is not recognized");
        }
    }

    /** The driver binds a timestamp as nanoseconds since 1970. */
    private static Instant instant(String operand) {
        if (operand.matches("-?\\d{10,}")) {
            BigInteger[] parts = new BigInteger(operand).divideAndRemainder(BigInteger.valueOf(1_000_000_000));
            return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
        }
        return operand.contains("T")
                ? OffsetDateTime.parse(operand).toInstant()
                : OffsetDateTime.parse(operand, WITH_OFFSET).toInstant();
    }
}
