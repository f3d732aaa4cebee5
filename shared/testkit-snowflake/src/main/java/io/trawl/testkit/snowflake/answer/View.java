package io.trawl.testkit.snowflake.answer;

import io.trawl.testkit.snowflake.sql.Sql.Condition;
import io.trawl.testkit.snowflake.sql.Sql.Labelled;
import io.trawl.testkit.snowflake.sql.Sql.Order;
import io.trawl.testkit.snowflake.sql.Sql.Select;
import io.trawl.testkit.snowflake.sql.SqlException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The columns of a system view over rows of some type, and how a SELECT reads them. */
final class View<T> {

    private record Field<T>(Answer.Type type, Function<T, Object> value) {}

    private final Map<String, Field<T>> fields = new LinkedHashMap<>();

    View<T> text(String name, Function<T, Object> value) {
        fields.put(name, new Field<>(Answer.Type.TEXT, value));
        return this;
    }

    View<T> number(String name, Function<T, Object> value) {
        fields.put(name, new Field<>(Answer.Type.FIXED, value));
        return this;
    }

    View<T> time(String name, Function<T, Object> value) {
        fields.put(name, new Field<>(Answer.Type.TIMESTAMP_LTZ, value));
        return this;
    }

    /** Columns that the documentation lists and that are null here. */
    View<T> empty(String... names) {
        for (String name : names) {
            text(name, row -> null);
        }
        return this;
    }

    /**
     * Reads rows.
     *
     * @param binds of the statement
     * @param most how many rows may match, else 090030
     */
    Answer select(Select select, List<String> binds, Stream<T> rows, int most) {
        List<Answer.Column> columns = new ArrayList<>();
        List<Function<T, Object>> values = new ArrayList<>();
        for (Labelled item : select.items()) {
            Field<T> field = field(item.name());
            columns.add(new Answer.Column(item.label(), field.type()));
            values.add(field.value());
        }
        Predicate<T> where = row -> true;
        for (Condition condition : select.where()) {
            where = where.and(matches(condition, binds));
        }
        Stream<T> matching = rows.filter(where).limit(most + 1L);
        if (!select.order().isEmpty()) {
            matching = matching.sorted(order(select));
        }
        Stream<Object[]> result = matching.map(
                row -> values.stream().map(value -> value.apply(row)).toArray());
        if (select.distinct()) {
            result = result.map(Arrays::asList).distinct().map(List::toArray);
        }
        List<Object[]> all = result.toList();
        if (all.size() > most) {
            throw SqlException.tooMuchData();
        }
        boolean cut = select.limit() != null && select.limit() < all.size();
        return new Answer(columns, cut ? all.subList(0, select.limit()) : all);
    }

    private Field<T> field(String name) {
        Field<T> field = fields.get(name);
        if (field == null) {
            throw SqlException.invalidIdentifier(name);
        }
        return field;
    }

    private Predicate<T> matches(Condition condition, List<String> binds) {
        Function<T, Object> value = field(condition.column()).value();
        List<String> operands = condition.operands().stream()
                .map(operand -> operand.bind() == 0 ? operand.constant() : binds.get(operand.bind() - 1))
                .toList();
        String operator = condition.operator();
        return row -> Comparison.holds(value.apply(row), operator, operands);
    }

    private Comparator<T> order(Select select) {
        Comparator<T> comparator = null;
        for (Order order : select.order()) {
            String column = select.items().stream()
                    .filter(item -> item.label().equals(order.column()))
                    .map(Labelled::name)
                    .findFirst()
                    .orElse(order.column());
            Comparator<T> next = Comparator.comparing(field(column).value(), Comparison.NULLS_LAST);
            next = order.descending() ? next.reversed() : next;
            comparator = comparator == null ? next : comparator.thenComparing(next);
        }
        return comparator;
    }
}
