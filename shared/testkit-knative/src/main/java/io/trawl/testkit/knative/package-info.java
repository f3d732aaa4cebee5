/**
 * Knative without a cluster, for tests: a broker ({@link io.trawl.testkit.knative.KnativeBroker}), a Knative Service with
 * its pods ({@link io.trawl.testkit.knative.KnativeService}) and a JobSink with its Jobs
 * ({@link io.trawl.testkit.knative.JobSinkService}), all on loopback, the pods and Jobs being real processes.
 *
 * <p>The rules are those of the sources of knative/eventing (June 2026) and knative-extensions/eventing-kafka-broker (July
 * 2026), which the Javadoc names by file. Where the two brokers differ, so do the two here; see
 * {@link io.trawl.testkit.knative.BrokerKind}.
 */
package io.trawl.testkit.knative;
