package io.trawl.knative;

import io.trawl.api.model.TrawlException;

/** Messages about a broker that does not do what it should. */
final class BrokerErrors {

    private BrokerErrors() {}

    /** The end of what needed the event. */
    static TrawlException of(BrokerBinding binding, Delivery.Refused refused) {
        return new TrawlException(refused.kind(), broker(binding) + answer(refused) + detail(refused));
    }

    /** A warning; always the same for the same status, so that it counts as one. */
    static String warning(BrokerBinding binding, Delivery.Refused refused) {
        return broker(binding) + answer(refused) + (refused.status() == 0 ? detail(refused) : "")
                + "; events are sent again after a pause";
    }

    static String warning(BrokerBinding binding, Delivery.Unknown unknown) {
        return broker(binding) + unknown.reason() + "; events whose batch nobody claims are sent again later";
    }

    private static String broker(BrokerBinding binding) {
        return BrokerBinding.SINK + " " + binding.host() + ": ";
    }

    private static String answer(Delivery.Refused refused) {
        return refused.status() == 0 ? "the event was not accepted" : "answered " + refused.status();
    }

    private static String detail(Delivery.Refused refused) {
        return refused.reason().isEmpty() ? "" : ": " + refused.reason();
    }
}
