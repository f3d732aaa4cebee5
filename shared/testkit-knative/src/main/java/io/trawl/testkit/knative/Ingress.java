package io.trawl.testkit.knative;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.trawl.testkit.knative.EventBinding.InvalidEventException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The broker's address (pkg/broker/ingress/ingress_handler.go). Anything but POST: 405. Path {@code /}: 404; another that is
 * not {@code /namespace/name}: 400; another broker: 404. A batch, or what is no event or not a valid one: 400. Answers have
 * no body.
 */
final class Ingress implements HttpHandler {

    /** What is read of a request at most; the rest is thrown away, so that the answer still arrives. */
    private static final int MOST_BYTES = 64 << 20;

    private final BrokerLog log;
    private final BrokerKind kind;
    private Channel channel;

    Ingress(BrokerLog log, BrokerKind kind) {
        this.log = log;
        this.kind = kind;
    }

    void channel(Channel value) {
        channel = value;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        log.begin();
        try {
            byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES);
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            int status = answer(exchange, body);
            exchange.getResponseHeaders().set("Allow", "POST, OPTIONS");
            exchange.sendResponseHeaders(status, -1);
        } catch (InterruptedException restarted) {
            Thread.currentThread().interrupt(); // the connection is cut already
        } finally {
            log.end();
        }
    }

    private int answer(HttpExchange exchange, byte[] body) throws InterruptedException {
        String path = exchange.getRequestURI().getRawPath();
        if (!exchange.getRequestMethod().equals("POST")) {
            return 405;
        }
        if (!path.replaceFirst("/$", "").equals(KnativeBroker.PATH)) {
            boolean malformed = !path.equals("/") && path.replaceFirst("/$", "").split("/", -1).length != 3;
            return malformed && kind == BrokerKind.IN_MEMORY ? 400 : 404;
        }
        try {
            return channel.accept(EventBinding.read(EventBinding.headers(exchange.getRequestHeaders()), body));
        } catch (InvalidEventException e) {
            return 400;
        }
    }
}
