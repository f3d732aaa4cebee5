package io.trawl.core.config;

import io.trawl.core.model.EntityType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The workflow's filter patterns, compiled. OpenMetadata's semantics: a pattern matches from the start of the name but
 * need not reach its end, case does not matter, includes are asked first and excludes then.
 */
public final class Filters {

    private final Map<EntityType, Compiled> byType = new EnumMap<>(EntityType.class);
    private final boolean useFqn;

    private record Compiled(List<Pattern> includes, List<Pattern> excludes) {
        boolean allows(String name) {
            return (includes.isEmpty() || matches(includes, name)) && !matches(excludes, name);
        }

        private static boolean matches(List<Pattern> patterns, String name) {
            return patterns.stream().anyMatch(pattern -> pattern.matcher(name).lookingAt());
        }
    }

    private Filters(boolean useFqn) {
        this.useFqn = useFqn;
    }

    /**
     * The filters of a source: each pattern of its sourceConfig, or else the connection's default.
     *
     * @throws IllegalArgumentException if a pattern is no regular expression; the message starts with its key
     */
    public static Filters of(Workflow.Source source) {
        DatabaseMetadata metadata = source.metadata();
        var connection = source.connection();
        Filters filters = new Filters(metadata.useFqnForFiltering());
        filters.put(
                EntityType.DATABASE,
                "databaseFilterPattern",
                metadata.databaseFilterPattern(),
                connection.databaseFilterPattern());
        filters.put(
                EntityType.DATABASE_SCHEMA,
                "schemaFilterPattern",
                metadata.schemaFilterPattern(),
                connection.schemaFilterPattern());
        filters.put(
                EntityType.TABLE, "tableFilterPattern", metadata.tableFilterPattern(), connection.tableFilterPattern());
        filters.put(
                EntityType.STORED_PROCEDURE,
                "storedProcedureFilterPattern",
                metadata.storedProcedureFilterPattern(),
                connection.storedProcedureFilterPattern());
        return filters;
    }

    private void put(EntityType type, String key, FilterPattern own, FilterPattern inherited) {
        FilterPattern pattern = own != null ? own : inherited;
        if (pattern != null) {
            byType.put(type, new Compiled(compile(key, pattern.includes()), compile(key, pattern.excludes())));
        }
    }

    private static List<Pattern> compile(String key, List<String> expressions) {
        return expressions.stream()
                .map(expression -> {
                    try {
                        return Pattern.compile(
                                expression, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
                    } catch (PatternSyntaxException e) {
                        throw new IllegalArgumentException(
                                key + ": '" + expression + "' is not a regular expression: " + e.getDescription(), e);
                    }
                })
                .toList();
    }

    /**
     * Whether the filters let something through.
     *
     * @param type database, schema, table or procedure; anything else passes
     * @param rawName its own name in the source
     * @param fqn its fully qualified name, asked instead with useFqnForFiltering
     */
    public boolean allows(EntityType type, String rawName, String fqn) {
        Compiled compiled = byType.get(type);
        return compiled == null || compiled.allows(useFqn ? fqn : rawName);
    }
}
