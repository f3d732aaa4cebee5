package io.trawl.testkit.redshift;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What PostgreSQL of today would run and Redshift does not: its leader node speaks the dialect of PostgreSQL 8.0.2, and what
 * reads more than the catalogs runs on compute nodes, which know neither the catalogs' functions nor their types.
 */
final class LeaderNode {

    private static final String SYNTAX_ERROR = "42601";
    private static final String UNSUPPORTED = "0A000";
    private static final String NO_SUCH_FUNCTION = "42883";
    private static final String NO_SUCH_TABLE = "42P01";

    /** Source: INFO and ERROR texts of "Leader node–only functions" (c_SQL_functions_leader_node_only), measured by dbmeta. */
    private static final String ON_COMPUTE_NODES =
            "Specified types or functions (one per INFO message) not supported on Redshift tables.";

    /** Functions that younger PostgreSQLs have. Source: c_unsupported-postgresql-functions, and PostgreSQL's release notes. */
    private static final Set<String> YOUNGER_FUNCTIONS = words("""
            unnest string_agg array_agg array_position array_positions array_remove array_replace cardinality
            concat_ws format string_to_table regexp_matches regexp_match regexp_split_to_table
            regexp_split_to_array to_regclass to_regtype to_json to_jsonb row_to_json array_to_json json_agg
            jsonb_agg json_object_agg jsonb_object_agg json_build_object jsonb_build_object json_build_array
            jsonb_build_array json_array_elements jsonb_array_elements json_each jsonb_each parse_ident
            num_nulls num_nonnulls make_interval xmlagg every gen_random_uuid
            """);

    /** Tables that are not read on the leader node; of those of all databases it is a guess. */
    private static final String COMPUTE_TABLES =
            "svv_table_info|svv_mv_info|svv_external_schemas|svv_external_tables|svv_external_columns"
                    + "|svv_redshift_databases|svv_all_schemas|svv_all_tables|svv_all_columns";

    /**
     * What the leader node alone can do. Source: c_SQL_functions_leader_node_only, and dbmeta's notes D207 and D221 for
     * the catalogs' functions; a current_database() that is cast is allowed.
     */
    private static final String LEADER_ONLY =
            "\\bpg_\\w+|\\b(?:format_type|format_encoding|oidvectortypes|obj_description"
                    + "|col_description|shobj_description|current_schemas?|has_\\w+_privilege|version)\\s*\\("
                    + "|\\bcurrent_database\\s*\\(\\s*\\)(?!\\s*(?:::|AS\\b))";

    private static final List<Rule> RULES = List.of(
            // PostgreSQL 9.4, 9.3, 9.4, 8.4; not in r_SELECT_synopsis
            rule("\\bFILTER\\s*\\(\\s*WHERE\\b", SYNTAX_ERROR, "syntax error at or near \"(\""),
            rule("\\bLATERAL\\b", SYNTAX_ERROR, "syntax error at or near \"LATERAL\""),
            rule("\\bWITH\\s+ORDINALITY\\b", SYNTAX_ERROR, "syntax error at or near \"ORDINALITY\""),
            rule("\\bARRAY\\s*\\(\\s*SELECT\\b", SYNTAX_ERROR, "syntax error at or near \"SELECT\""),
            // c_unsupported-postgresql-features: VALUES as a table, SELECT DISTINCT ON (its text is a guess), no DO
            rule("(?:\\bFROM|\\bJOIN|\\bIN|,)\\s*\\(\\s*VALUES\\b", SYNTAX_ERROR, "syntax error at or near \"VALUES\""),
            rule("\\bDISTINCT\\s+ON\\s*\\(", UNSUPPORTED, "SELECT DISTINCT ON is not supported"),
            rule("\\A\\s*DO\\b", SYNTAX_ERROR, "syntax error at or near \"DO\""),
            // r_WITH_clause has it for users' tables; that the leader node has not, and the text, are guesses
            rule("\\bWITH\\s+RECURSIVE\\b", UNSUPPORTED, "WITH RECURSIVE is not supported on the leader node"),
            // aws/amazon-redshift-python-driver issues 45 and 214
            rule(
                    "\\b(?:ANY|ALL|SOME)\\s*\\(\\s*\\$\\d",
                    "XX000",
                    "Only constant arrays supported in IN/ANY/ALL operation."),
            // redash issue 579; of a constant it is fine
            rule("(?<!')\\s*::\\s*reg(?:class|type|namespace|proc)\\b", "42846", "cannot cast type text to regclass"),
            // It runs on the leader node alone, where the driver's own query of types has it; nobody else is to rely on
            // it
            rule("\\bgenerate_series\\s*\\((?!\\s*1, array_upper\\(current_schemas)", UNSUPPORTED, ON_COMPUTE_NODES),
            rule(
                    "\\b(" + String.join("|", YOUNGER_FUNCTIONS) + ")\\s*\\(",
                    NO_SUCH_FUNCTION,
                    "function $1() does not exist"));

    /**
     * Names of PostgreSQL's catalogs, views and functions that Redshift has too; every other pg_ name is refused. Sources:
     * c_intro_catalog_views, c_join_PG and the catalogs of PostgreSQL 8.0.
     */
    private static final Set<String> CATALOG = words("""
            pg_aggregate pg_am pg_amop pg_amproc pg_attrdef pg_attribute pg_attribute_info pg_backend_pid
            pg_cast pg_catalog pg_class pg_class_info pg_constraint pg_conversion pg_database pg_database_info
            pg_default_acl pg_depend pg_description pg_encoding_to_char pg_external_schema
            pg_function_is_visible pg_get_cols pg_get_constraintdef pg_get_expr pg_get_indexdef
            pg_get_late_binding_view_cols pg_get_ruledef pg_get_userbyid pg_get_viewdef pg_group pg_index
            pg_inherits pg_internal pg_language pg_last_copy_count pg_last_copy_id pg_last_query_id pg_library
            pg_locks pg_namespace pg_opclass pg_operator pg_proc pg_proc_info pg_rewrite pg_settings pg_shadow
            pg_statistic pg_stats pg_table_def pg_table_is_visible pg_tables pg_tablespace pg_temp pg_toast
            pg_trigger pg_type pg_type_is_visible pg_user pg_user_info pg_views
            """);

    private static final Pattern CATALOG_NAME = pattern("\\b(pg_\\w+)(\\s*\\()?");
    private static final Pattern COMPUTE_TABLE = pattern("\\b(?:" + COMPUTE_TABLES + ")\\b");
    private static final Pattern LEADER_ONLY_NAME = pattern(LEADER_ONLY);
    private static final Pattern CONNECT_PRIVILEGE = pattern("has_database_privilege\\s*\\([^)]*'connect'");
    private static final Pattern PARAMETER =
            pattern("\\A\\s*(?:SHOW\\s+|RESET\\s+|SET\\s+(?:SESSION\\s+|LOCAL\\s+)?)(\\w+)\\s*(?:=|TO\\b|;|\\z)");

    /** What SHOW answers besides parameters. */
    private static final Set<String> SHOWN = words("all transaction_isolation transaction_read_only server_version"
            + " server_encoding standard_conforming_strings");

    /** Types of arrays of PostgreSQL's own types that a client may bind. Source: catalog/pg_type.dat of PostgreSQL. */
    private static final Set<Integer> ARRAYS = Set.of(
            1000, 1001, 1002, 1003, 1005, 1006, 1007, 1009, 1014, 1015, 1016, 1021, 1022, 1028, 1115, 1182, 1183, 1185,
            1231);

    private LeaderNode() {}

    /** The words of a text. */
    static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    /**
     * One line of the table.
     *
     * @param statement a part of a statement without its literals and comments
     * @param message $1 is what the first group of the pattern matched
     */
    private record Rule(Pattern statement, String sqlState, String message) {}

    private static Rule rule(String statement, String sqlState, String message) {
        return new Rule(pattern(statement), sqlState, message);
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /** Why Redshift would refuse to bind parameters of a type, if it would. */
    static Optional<Refusal> refusalOf(int parameterType) {
        return ARRAYS.contains(parameterType)
                ? Optional.of(new Refusal("XX000", "Only constant arrays supported in IN/ANY/ALL operation."))
                : Optional.empty();
    }

    /** Why Redshift would refuse a statement that PostgreSQL perhaps runs, if it would. */
    static Optional<Refusal> refusalOf(String statement) {
        String sql = BareSql.of(statement);
        for (Rule rule : RULES) {
            Matcher matcher = rule.statement().matcher(sql);
            if (matcher.find()) {
                String message = matcher.groupCount() == 0
                        ? rule.message()
                        : rule.message().replace("$1", matcher.group(1).toLowerCase(Locale.ROOT));
                return Optional.of(new Refusal(rule.sqlState(), message));
            }
        }
        // PostgreSQL 8.2; has_database_privilege of Redshift knows CREATE, TEMPORARY and USAGE
        if (CONNECT_PRIVILEGE.matcher(statement).find()) {
            return Optional.of(new Refusal("22023", "unrecognized privilege type: \"CONNECT\""));
        }
        Matcher parameter = PARAMETER.matcher(sql);
        if (parameter.find()
                && !Parameters.known(parameter.group(1))
                && !SHOWN.contains(parameter.group(1).toLowerCase(Locale.ROOT))) {
            return Optional.of(Parameters.unknown(parameter.group(1)));
        }
        if (COMPUTE_TABLE.matcher(sql).find() && LEADER_ONLY_NAME.matcher(sql).find()) {
            return Optional.of(new Refusal(UNSUPPORTED, ON_COMPUTE_NODES));
        }
        return unknownCatalog(sql);
    }

    private static Optional<Refusal> unknownCatalog(String sql) {
        Matcher name = CATALOG_NAME.matcher(sql);
        while (name.find()) {
            String word = name.group(1).toLowerCase(Locale.ROOT);
            if (!CATALOG.contains(word)) {
                return Optional.of(
                        name.group(2) == null
                                ? new Refusal(NO_SUCH_TABLE, "relation \"" + word + "\" does not exist")
                                : new Refusal(NO_SUCH_FUNCTION, "function " + word + "() does not exist"));
            }
        }
        return Optional.empty();
    }
}
