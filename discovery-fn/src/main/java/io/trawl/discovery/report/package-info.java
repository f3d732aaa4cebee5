/**
 * Prints results: {@link Summary} and {@link PlanText} for a terminal, {@link ReportPage} as HTML, {@link Json} for
 * machines, {@link RunTable} for {@code runs}. {@link OutputFile} writes the file that an option names. Start with
 * {@link Summary}.
 *
 * <p>This package must not ask a ledger or compute a result; it only formats what it is given. Text from outside must
 * be made safe where it is printed: by {@link io.trawl.api.util.OneLine}, and in JSON by {@link Json}.
 */
package io.trawl.discovery.report;
