package io.trawl.api.workflow;

import io.trawl.api.model.EntityType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The workflow's filter patterns, compiled. OpenMetadata's semantics: a pattern matches from the start of the name but
 * need not reach its end, case does not matter, includes are asked first and excludes then. An empty list of includes is
 * the same as none.
 */
public final class Filters {

    private final Map<EntityType, Compiled> byType = new EnumMap<>(EntityType.class);
    private final boolean useFqn;

    private record Compiled(String path, List<FilterExpression> includes, List<FilterExpression> excludes) {

        static Compiled of(String path, FilterPattern pattern) {
            return pattern == null
                    ? null
                    : new Compiled(
                            path,
                            FilterExpression.compile(path + ".includes", pattern.includes()),
                            FilterExpression.compile(path + ".excludes", pattern.excludes()));
        }

        boolean allows(String name) {
            return (includes.isEmpty() || matches(includes, name)) && !matches(excludes, name);
        }

        private static boolean matches(List<FilterExpression> expressions, String name) {
            return expressions.stream().anyMatch(expression -> expression.matches(name));
        }
    }

    private Filters(boolean useFqn) {
        this.useFqn = useFqn;
    }

    /**
     * The filters of a source: each pattern of its sourceConfig, or else the connection's default.
     *
     * @throws IllegalArgumentException if a pattern is no regular expression; the message starts with its path below
     *     {@code source}
     */
    public static Filters of(Workflow.Source source) {
        DatabaseMetadata own = source.metadata();
        SourceConnection other = source.connection();
        Filters filters = new Filters(own.useFqnForFiltering());
        filters.put(EntityType.DATABASE, "database", own.databaseFilterPattern(), other.databaseFilterPattern());
        filters.put(EntityType.DATABASE_SCHEMA, "schema", own.schemaFilterPattern(), other.schemaFilterPattern());
        filters.put(EntityType.TABLE, "table", own.tableFilterPattern(), other.tableFilterPattern());
        filters.put(
                EntityType.STORED_PROCEDURE,
                "storedProcedure",
                own.storedProcedureFilterPattern(),
                other.storedProcedureFilterPattern());
        return filters;
    }

    /** Compiles both, since both must be right. */
    private void put(EntityType type, String what, FilterPattern own, FilterPattern inherited) {
        Compiled first = Compiled.of("sourceConfig.config." + what + "FilterPattern", own);
        Compiled second = Compiled.of("serviceConnection.config." + what + "FilterPattern", inherited);
        if (first != null || second != null) {
            byType.put(type, first != null ? first : second);
        }
    }

    /**
     * Whether the filters let something through.
     *
     * @param type database, schema, table or procedure; anything else passes
     * @param rawName its own name in the source
     * @param fqn its fully qualified name, asked instead with useFqnForFiltering
     * @throws ConfigException if an expression takes too long on the name
     */
    public boolean allows(EntityType type, String rawName, String fqn) {
        Compiled compiled = byType.get(type);
        return compiled == null || compiled.allows(useFqn ? fqn : rawName);
    }

    /** Where the filter of a type stands in the workflow, for messages; only for a type that has one. */
    String path(EntityType type) {
        return "source." + byType.get(type).path();
    }
}
