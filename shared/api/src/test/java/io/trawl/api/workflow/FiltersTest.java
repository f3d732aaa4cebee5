package io.trawl.api.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.trawl.api.model.EntityType;
import io.trawl.api.model.Fqn;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** OpenMetadata's semantics: Python's {@code re.match} without regard to case, includes first and then excludes. */
class FiltersTest {

    private static final List<String> NONE = List.of();

    /** Includes, excludes, a name, and whether it passes. */
    static Stream<Arguments> patterns() {
        return Stream.of(
                arguments(null, null, "orders", true),
                arguments(NONE, NONE, "orders", true),
                arguments(NONE, NONE, "", true),
                // Anchored at the start, not at the end.
                arguments(List.of("ord"), NONE, "orders", true),
                arguments(List.of("ders"), NONE, "orders", false),
                arguments(List.of(".*ders"), NONE, "orders", true),
                arguments(List.of("orders$"), NONE, "orders_old", false),
                arguments(List.of("^orders$"), NONE, "orders", true),
                arguments(List.of(""), NONE, "orders", true),
                // Case does not matter, in any script.
                arguments(List.of("ORDERS"), NONE, "orders", true),
                arguments(List.of("orders"), NONE, "ORDERS", true),
                arguments(List.of("größe"), NONE, "GRÖßE", true),
                arguments(List.of("(?-i)orders"), NONE, "ORDERS", false),
                // Any include lets in.
                arguments(List.of("a", "b"), NONE, "beta", true),
                arguments(List.of("a", "b"), NONE, "gamma", false),
                // Excludes are asked after includes, and win.
                arguments(NONE, List.of("tmp_"), "tmp_x", false),
                arguments(NONE, List.of("tmp_"), "x_tmp_", true),
                arguments(List.of("orders"), List.of(".*_old$"), "orders", true),
                arguments(List.of("orders"), List.of(".*_old$"), "orders_old", false),
                arguments(List.of("orders"), List.of("orders"), "orders", false),
                arguments(List.of("orders"), List.of(".*_old$"), "customers_old", false),
                // Python's classes are Unicode's, and its dot stops at line breaks only.
                arguments(List.of("\\w+$"), NONE, "größe", true),
                arguments(List.of("\\d$"), NONE, "\u0663", true),
                arguments(List.of("a.b"), NONE, "a\nb", false),
                arguments(List.of("a.b"), NONE, "a\rb", true),
                arguments(List.of("a$"), NONE, "a\n", true),
                arguments(List.of("a\\Z"), NONE, "a\n", false),
                arguments(List.of("a\\Z"), NONE, "a", true),
                // What Python writes otherwise than Java.
                arguments(List.of("(?P<x>a)(?P=x)$"), NONE, "aa", true),
                arguments(List.of("(?P<x>a)(?P=x)$"), NONE, "ab", false),
                arguments(List.of("[[a]+$"), NONE, "[a[", true),
                arguments(List.of("[a&&b]+$"), NONE, "a&b", true),
                arguments(List.of("[]a]+$"), NONE, "]a", true),
                arguments(List.of("[^]a]+$"), NONE, "]", false),
                arguments(List.of("\\[(?P<x>\\]])"), NONE, "[]]", true),
                arguments(List.of("[\\]a]+$"), NONE, "]a", true),
                // Names as sources have them.
                arguments(List.of("my table"), NONE, "My Table", true),
                arguments(List.of("a\\.b$"), NONE, "a.b", true),
                arguments(List.of("\\$x\\$$"), NONE, "$x$", true));
    }

    @ParameterizedTest(name = "{0} but not {1}: {2}")
    @MethodSource("patterns")
    void matchesAsOpenMetadataDoes(List<String> includes, List<String> excludes, String name, boolean passes) {
        Filters filters = filters(false, new FilterPattern(includes, excludes), null);
        assertThat(filters.allows(EntityType.TABLE, name, "svc.db.s." + name)).isEqualTo(passes);
    }

    /** An expression that takes ages on a name, and one that needs a deep stack. */
    static Stream<Arguments> hopeless() {
        return Stream.of(
                arguments("((a+)\\2?)+!x", "a".repeat(40) + "!"),
                arguments("(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)[^a-z!]", "a".repeat(40) + "!"),
                arguments("(a|b)*$", "ab".repeat(500_000)));
    }

    @ParameterizedTest
    @MethodSource("hopeless")
    void anExpressionThatTakesTooLongIsNamed(String expression, String name) {
        Filters filters = filters(false, new FilterPattern(List.of("x", expression), null), null);
        String shown = name.length() > 200 ? name.substring(0, 199) + "…" : name;
        assertThatThrownBy(() -> filters.allows(EntityType.TABLE, name, "svc.d.s.t"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("source.sourceConfig.config.tableFilterPattern.includes[1]: '" + expression
                        + "' takes too long on the name '" + shown
                        + "': more than a second, or too much memory; make it simpler");
    }

    @Test
    void withoutAPatternEverythingPasses() {
        Filters filters = filters(false, null, null);
        for (EntityType type : EntityType.values()) {
            assertThat(filters.allows(type, "x", "svc.x")).isTrue();
        }
    }

    @Test
    void eachTypeHasItsOwnPattern() {
        FilterPattern nothing = new FilterPattern(List.of("(?!)"), null);
        var metadata = metadata(false, nothing, nothing);
        Filters filters = Filters.of(source(metadata, null));
        assertThat(filters.allows(EntityType.DATABASE, "x", "svc.x")).isFalse();
        assertThat(filters.allows(EntityType.DATABASE_SCHEMA, "x", "svc.d.x")).isTrue();
        assertThat(filters.allows(EntityType.TABLE, "x", "svc.d.s.x")).isFalse();
        assertThat(filters.allows(EntityType.STORED_PROCEDURE, "x", "svc.d.s.x"))
                .isTrue();
    }

    @Test
    void useFqnForFilteringAsksTheFullyQualifiedName() {
        FilterPattern pattern = new FilterPattern(List.of("svc\\.db\\.public\\."), List.of(".*\"a\\.b\""));
        Filters filters = filters(true, pattern, null);
        assertThat(filters.allows(EntityType.TABLE, "t", Fqn.of("svc", "db", "public", "t")))
                .isTrue();
        assertThat(filters.allows(EntityType.TABLE, "t", Fqn.of("svc", "db", "other", "t")))
                .isFalse();
        assertThat(filters.allows(EntityType.TABLE, "a.b", Fqn.of("svc", "db", "public", "a.b")))
                .isFalse();
    }

    @Test
    void theWorkflowsPatternReplacesTheConnections() {
        FilterPattern own = new FilterPattern(List.of("a"), null);
        FilterPattern inherited = new FilterPattern(List.of("b"), null);
        assertThat(filters(false, own, inherited).allows(EntityType.TABLE, "b", "svc.d.s.b"))
                .isFalse();
        assertThat(filters(false, null, inherited).allows(EntityType.TABLE, "b", "svc.d.s.b"))
                .isTrue();
        assertThat(filters(false, null, inherited).allows(EntityType.TABLE, "a", "svc.d.s.a"))
                .isFalse();
        FilterPattern empty = new FilterPattern(null, null);
        assertThat(filters(false, empty, inherited).allows(EntityType.TABLE, "a", "svc.d.s.a"))
                .isTrue();
    }

    private static Filters filters(boolean useFqn, FilterPattern own, FilterPattern inherited) {
        return Filters.of(source(metadata(useFqn, null, own), inherited));
    }

    private static Workflow.Source source(DatabaseMetadata metadata, FilterPattern inheritedForTables) {
        return new Workflow.Source("postgres", "svc", new Connection(inheritedForTables), metadata);
    }

    /** A connection that has a filter for tables. */
    private record Connection(FilterPattern tableFilterPattern) implements SourceConnection {
        @Override
        public String server() {
            return "h:1";
        }
    }

    private static DatabaseMetadata metadata(boolean useFqn, FilterPattern databases, FilterPattern tables) {
        return new DatabaseMetadata(
                true, true, false, false, true, true, true, true, false, false, false, useFqn, databases, null, tables,
                null, 1, null);
    }
}
