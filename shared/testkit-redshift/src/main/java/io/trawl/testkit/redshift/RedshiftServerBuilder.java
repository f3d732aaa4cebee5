package io.trawl.testkit.redshift;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/** How a {@link RedshiftServer} is to be. */
public final class RedshiftServerBuilder {

    private int maxConnections = 15;
    private SSLContext tls;

    RedshiftServerBuilder() {}

    /** How many clients may be connected at once, 15 if not said. */
    public RedshiftServerBuilder maxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
        return this;
    }

    /** Lets clients encrypt, as every cluster does; none must. */
    public RedshiftServerBuilder tls(SSLContext context) {
        tls = context;
        return this;
    }

    int maxConnections() {
        return maxConnections;
    }

    Optional<SSLContext> tls() {
        return Optional.ofNullable(tls);
    }

    /** Starts it. */
    public RedshiftServer start() {
        return new RedshiftServer(this);
    }
}
