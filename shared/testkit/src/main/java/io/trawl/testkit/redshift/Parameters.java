package io.trawl.testkit.redshift;

import java.util.Locale;
import java.util.Set;

/** The configuration parameters of a Redshift session. */
final class Parameters {

    /** Source: "Configuration reference" (cm_chap_ConfigurationRef), and what Amazon's driver sets. */
    private static final Set<String> KNOWN = LeaderNode.words("""
            analyze_threshold_percent application_name cast_super_null_on_error client_encoding
            datashare_break_glass_session_var datestyle default_geometry_encoding
            describe_field_name_in_uppercase downcase_delimited_identifier enable_case_sensitive_identifier
            enable_case_sensitive_super_attribute enable_numeric_rounding enable_result_cache_for_session
            enable_vacuum_boost error_on_nondeterministic_update extra_float_digits
            interval_forbid_composite_literals json_serialization_enable json_serialization_parse_nested_strings
            max_concurrency_scaling_clusters max_cursor_result_set_size mv_enable_aqmv_for_session
            navigate_super_null_on_error parse_super_null_on_error pg_federation_repeatable_read query_group
            readonly search_path spectrum_enable_pseudo_columns spectrum_query_maxerror statement_timeout
            stored_proc_log_min_messages timezone use_fips_ssl wlm_query_slot_count
            """);

    private Parameters() {}

    static boolean known(String name) {
        return KNOWN.contains(name.toLowerCase(Locale.ROOT));
    }

    static Refusal unknown(String name) {
        return new Refusal("42704", "unrecognized configuration parameter \"" + name + '"');
    }
}
