package io.trawl.testkit.argo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who may do what: the token, and the refusals that a test asks for. The messages are those of Kubernetes. */
final class Gate {

    private final String token;
    private final String namespace;
    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();
    private volatile long forbiddenUntil = System.nanoTime();

    /** @param namespace the one that there is */
    Gate(String token, String namespace) {
        this.token = token;
        this.namespace = namespace;
    }

    void refuse(Refusal refusal) {
        refusals.add(refusal);
    }

    void allow() {
        refusals.clear();
    }

    /** Everything is forbidden for a while. */
    void forbid(Duration duration) {
        forbiddenUntil = System.nanoTime() + duration.toNanos();
    }

    /** @param authorization the request's header, or null */
    void identify(String authorization) {
        if (!("Bearer " + token).equals(authorization) || refusals.contains(new Refusal.Unauthorized())) {
            throw ApiException.unauthorized();
        }
        if (refusals.contains(new Refusal.Unavailable())) {
            throw ApiException.unavailable();
        }
    }

    boolean installed() {
        return !refusals.contains(new Refusal.CrdMissing());
    }

    /**
     * Whether this is permitted, in the order of the API server: authorization, then admission (the namespace, then quota).
     *
     * @param in the namespace
     * @param name null if there is none in the request
     */
    void check(String verb, Resource resource, String in, String name) {
        String qualified = resource.qualified();
        if (System.nanoTime() - forbiddenUntil < 0
                || refusals.contains(new Refusal.Forbidden(verb, resource.plural()))) {
            throw ApiException.forbidden(qualified + (name == null ? "" : " \"" + name + "\"")
                    + " is forbidden: User \"system:serviceaccount:" + in + ":tester\" cannot " + verb
                    + " resource \"" + resource.plural() + "\" in API group \"" + Resource.GROUP
                    + "\" in the namespace \"" + in + "\"");
        }
        if (!verb.equals("create")) {
            return;
        }
        requireNamespace(in);
        if (refusals.contains(new Refusal.QuotaExceeded())) {
            throw ApiException.forbidden(qualified + " \"" + name + "\" is forbidden: exceeded quota: objects,"
                    + " requested: count/" + qualified + "=1, used: count/" + qualified
                    + "=10, limited: count/" + qualified + "=10");
        }
    }

    /** @throws ApiException 404 if there is no such namespace */
    void requireNamespace(String wanted) {
        if (!namespace.equals(wanted) || refusals.contains(new Refusal.NamespaceMissing())) {
            throw ApiException.notFound("namespaces", wanted);
        }
    }
}
