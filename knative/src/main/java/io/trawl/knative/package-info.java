/** The Knative dispatcher: workers are told of batches by CloudEvents, which a broker brings them. */
package io.trawl.knative;
