package io.trawl.testkit.knative;

/**
 * A request that the broker's ingress refused.
 *
 * @param status of the answer, which has no body, as Knative's has none
 * @param reason why
 */
public record Refusal(int status, String reason) {}
