package io.trawl.testkit.snowflake.sql;

import io.trawl.testkit.snowflake.sql.Sql.Condition;
import io.trawl.testkit.snowflake.sql.Sql.DdlCall;
import io.trawl.testkit.snowflake.sql.Sql.Labelled;
import io.trawl.testkit.snowflake.sql.Sql.Operand;
import io.trawl.testkit.snowflake.sql.Sql.Order;
import io.trawl.testkit.snowflake.sql.Sql.Select;
import java.util.ArrayList;
import java.util.List;

/** What follows SELECT: context functions, GET_DDL with constants, or columns of one view. */
final class SelectParser {

    private final Parser parser;

    SelectParser(Parser parser) {
        this.parser = parser;
    }

    Sql select() {
        if (parser.peek().is("GET_DDL")) {
            return ddl();
        }
        if (parser.peek().text().startsWith("CURRENT_")) {
            return context();
        }
        return columns();
    }

    private Sql ddl() {
        List<DdlCall> calls = new ArrayList<>();
        do {
            parser.expect("GET_DDL");
            parser.expect("(");
            String type = parser.string();
            parser.expect(",");
            String object = parser.string();
            boolean qualified = false;
            if (parser.accept(",")) {
                qualified = Boolean.parseBoolean(parser.word());
            }
            parser.expect(")");
            String label = "GET_DDL('" + type + "', '" + object + "'" + (qualified ? ", TRUE" : "") + ")";
            calls.add(new DdlCall(type, object, qualified, label(label)));
        } while (parser.accept(","));
        return new Sql.Ddl(calls);
    }

    private Sql context() {
        List<Labelled> functions = new ArrayList<>();
        do {
            String function = parser.word();
            parser.expect("(");
            parser.expect(")");
            functions.add(new Labelled(function, label(function + "()")));
        } while (parser.accept(","));
        return new Sql.Context(functions);
    }

    private Sql columns() {
        boolean distinct = parser.accept("DISTINCT");
        List<Labelled> items = new ArrayList<>();
        do {
            String column = parser.name();
            items.add(new Labelled(column, label(column)));
        } while (parser.accept(","));
        parser.expect("FROM");
        List<String> source = new ArrayList<>();
        do {
            source.add(parser.name());
        } while (parser.accept("."));
        List<Condition> where = new ArrayList<>();
        if (parser.accept("WHERE")) {
            do {
                where.add(condition());
            } while (parser.accept("AND"));
        }
        List<Order> order = new ArrayList<>();
        if (parser.accept("ORDER")) {
            parser.expect("BY");
            do {
                String column = parser.name();
                boolean descending = parser.accept("DESC");
                if (!descending) {
                    parser.accept("ASC");
                }
                order.add(new Order(column, descending));
            } while (parser.accept(","));
        }
        Integer limit = parser.accept("LIMIT") ? Integer.valueOf(parser.number()) : null;
        return new Select(distinct, items, source, where, order, limit);
    }

    private Condition condition() {
        String column = parser.name();
        if (parser.accept("IS")) {
            boolean not = parser.accept("NOT");
            parser.expect("NULL");
            return new Condition(column, not ? "IS NOT NULL" : "IS NULL", List.of());
        }
        if (parser.accept("IN")) {
            parser.expect("(");
            List<Operand> operands = new ArrayList<>();
            do {
                operands.add(operand());
            } while (parser.accept(","));
            parser.expect(")");
            return new Condition(column, "IN", operands);
        }
        for (String operator : List.of("=", "<>", "!=", "<=", ">=", "<", ">")) {
            if (parser.accept(operator)) {
                return new Condition(column, operator.equals("!=") ? "<>" : operator, List.of(operand()));
            }
        }
        throw parser.unexpected();
    }

    private Operand operand() {
        Token token = parser.peek();
        return switch (token.kind()) {
            case BIND -> {
                parser.advance();
                yield new Operand(null, parser.nextBind());
            }
            case STRING, NUMBER -> {
                parser.advance();
                yield new Operand(token.text(), 0);
            }
            default -> throw parser.unexpected();
        };
    }

    private String label(String otherwise) {
        if (parser.accept("AS")) {
            return parser.name();
        }
        return otherwise;
    }
}
