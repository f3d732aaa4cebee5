package io.trawl.testkit.openmetadata;

import java.time.Duration;

/** Describes an {@link OpenMetadataServer}; without a word, one that is healthy, fast and of the newest version. */
public final class OpenMetadataServerBuilder {

    String version = "1.13.0";
    String botToken = "bot-token-5f3a91";
    String userToken = "user-token-77c2d0";
    boolean tls;
    boolean expired;
    boolean schemas = true;
    boolean sameHashSkipped = true;
    int bulkAbsent;
    int maxConcurrent = Integer.MAX_VALUE;
    long maxBodyBytes = Long.MAX_VALUE;
    Duration latency = Duration.ZERO;
    long seed = 1;
    double unavailable;
    double cut;

    OpenMetadataServerBuilder() {}

    /** What GET /system/version says. */
    public OpenMetadataServerBuilder version(String value) {
        version = value;
        return this;
    }

    /** The token that may write. */
    public OpenMetadataServerBuilder botToken(String value) {
        botToken = value;
        return this;
    }

    /** With a certificate it signs itself, for the host name localhost. */
    public OpenMetadataServerBuilder tls() {
        tls = true;
        return this;
    }

    /** The same with a certificate that has expired. */
    public OpenMetadataServerBuilder expiredTls() {
        expired = true;
        return tls();
    }

    /** Only the rules in code, not the published schemas: for benchmarks, since validating takes its time. */
    public OpenMetadataServerBuilder withoutSchemas() {
        schemas = false;
        return this;
    }

    /**
     * As older versions, which look at an entity whose sourceHash is the stored one. The newest do not (bulk only).
     */
    public OpenMetadataServerBuilder withoutSourceHash() {
        sameHashSkipped = false;
        return this;
    }

    /** As before 1.11: no bulk. */
    public OpenMetadataServerBuilder withoutBulk(int status) {
        bulkAbsent = status;
        return this;
    }

    /** More requests at once than this are answered 503. */
    public OpenMetadataServerBuilder maxConcurrent(int value) {
        maxConcurrent = value;
        return this;
    }

    /** Larger bodies are answered 413, as proxies do. */
    public OpenMetadataServerBuilder maxBodyBytes(long value) {
        maxBodyBytes = value;
        return this;
    }

    /** How long each request takes, the work included; more only if the work takes longer. */
    public OpenMetadataServerBuilder latency(Duration value) {
        latency = value;
        return this;
    }

    /** Decides which requests go wrong. */
    public OpenMetadataServerBuilder seed(long value) {
        seed = value;
        return this;
    }

    /** The share of requests, 0 to 1, that are answered 503. */
    public OpenMetadataServerBuilder unavailable(double share) {
        unavailable = share;
        return this;
    }

    /** The share of requests, 0 to 1, whose connection is cut, half of them after the request took effect. */
    public OpenMetadataServerBuilder cut(double share) {
        cut = share;
        return this;
    }

    /** Starts it on a free port. */
    public OpenMetadataServer start() {
        return new OpenMetadataServer(this);
    }
}
