package io.trawl.testkit.argo;

/** What a cluster can have against a client; see {@link ArgoCluster#refuse}. */
public sealed interface Refusal {

    /** 401: the token is not, or no longer, known. */
    record Unauthorized() implements Refusal {}

    /**
     * 403: the client's role lacks a verb.
     *
     * @param verb {@code create}, {@code get}, {@code list}, {@code watch}, {@code update}, {@code patch}, {@code delete}
     * @param resource for example {@code workflows}
     */
    record Forbidden(String verb, String resource) implements Refusal {}

    /** 403 on creating: a ResourceQuota of ten Workflows is used up. */
    record QuotaExceeded() implements Refusal {}

    /** 404: the namespace is not there; reading from it finds nothing, creating in it fails. */
    record NamespaceMissing() implements Refusal {}

    /** 404: Argo Workflows is not installed. */
    record CrdMissing() implements Refusal {}

    /** 503: the API server answers, but cannot serve. */
    record Unavailable() implements Refusal {}
}
