/**
 * The result of a run. Start with {@link Report}: state, counts, failures and warnings. It is what {@code --report}
 * writes as JSON, so the names of its components are part of the public format. {@link EntityWarning} is a warning
 * about many entities.
 *
 * <p>This package must not format text for people; {@code io.trawl.discovery.report} does that. A report must not hold
 * a secret.
 */
package io.trawl.api.report;
