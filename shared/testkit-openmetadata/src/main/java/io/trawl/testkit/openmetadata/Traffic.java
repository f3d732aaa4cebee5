package io.trawl.testkit.openmetadata;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Takes requests, delays them, lets some go wrong and has the API answer the others. */
final class Traffic implements HttpHandler {

    private static final String BASE = "/api/v1";
    private static final int KEPT = 20_000;

    final LongAdder count = new LongAdder();
    final Collection<ReceivedRequest> received = new ConcurrentLinkedQueue<>();
    final AtomicInteger highest = new AtomicInteger();
    final Faults faults;
    private final AtomicInteger kept = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Api api;
    private final Map<String, Api.Caller> callers;
    private final Duration latency;
    private final int maxConcurrent;
    private final long maxBodyBytes;

    Traffic(OpenMetadataServerBuilder builder, Api api) {
        this.api = api;
        this.faults = new Faults(builder.seed, builder.unavailable, builder.cut);
        this.callers = Map.of(
                "Bearer " + builder.botToken, new Api.Caller("ingestion-bot", true),
                "Bearer " + builder.userToken, new Api.Caller("reader", false));
        this.latency = builder.latency;
        this.maxConcurrent = builder.maxConcurrent;
        this.maxBodyBytes = builder.maxBodyBytes;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        int now = underWay.incrementAndGet();
        highest.accumulateAndGet(now, Math::max);
        boolean counted = true;
        long arrived = System.nanoTime();
        try {
            byte[] body = exchange.getRequestBody().readAllBytes();
            ReceivedRequest request = request(exchange, body.length);
            count.increment();
            if (kept.incrementAndGet() <= KEPT) {
                received.add(request);
            }
            Answer fault = now > maxConcurrent ? Answer.status(503) : faults.next(request);
            Api.Reply reply = fault != null && !fault.applied() ? null : answer(exchange, request, body);
            long left = latency.toNanos() - (System.nanoTime() - arrived);
            if (left > 0) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
            // Before the answer leaves, else a client that sends its next request at once seems to have two under way.
            underWay.decrementAndGet();
            counted = false;
            send(exchange, fault, reply);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            e.printStackTrace();
            throw e;
        } finally {
            if (counted) {
                underWay.decrementAndGet();
            }
            exchange.close();
        }
    }

    private Api.Reply answer(HttpExchange exchange, ReceivedRequest request, byte[] body) {
        if (!exchange.getRequestURI().getRawPath().startsWith(BASE + "/")) {
            return Api.error(404, "HTTP 404 Not Found");
        }
        if (body.length > maxBodyBytes) {
            return Api.error(413, "Request Entity Too Large");
        }
        return api.answer(request, callers.get(request.headers().getOrDefault("authorization", "")), body);
    }

    private static void send(HttpExchange exchange, Answer fault, Api.Reply reply) throws IOException {
        if (fault != null && fault.status() == 0) {
            return;
        }
        int status = fault != null && fault.status() > 0 ? fault.status() : reply.status();
        if (fault != null && fault.rewrite() != null) {
            fault.rewrite().accept(reply.body());
        }
        byte[] body = fault != null && fault.body() != null
                ? fault.body().getBytes(StandardCharsets.UTF_8)
                : StoredEntity.bytes(reply.body());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        if (fault != null) {
            fault.headers().forEach(exchange.getResponseHeaders()::set);
        }
        boolean plain = fault == null || (fault.padding() == 0 && fault.pause().isZero());
        if (plain) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } else {
            exchange.sendResponseHeaders(status, 0); // in chunks
            sendSlowly(exchange.getResponseBody(), body, fault.pause());
            sendBlanks(exchange.getResponseBody(), fault.padding());
        }
    }

    private static void sendSlowly(OutputStream out, byte[] body, Duration pause) throws IOException {
        if (pause.isZero()) {
            out.write(body);
            return;
        }
        for (byte each : body) {
            try {
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            } catch (InterruptedException e) {
                throw new InterruptedIOException(); // the server is closed
            }
            out.write(each);
            out.flush();
        }
    }

    private static void sendBlanks(OutputStream out, long count) throws IOException {
        byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        for (long left = count; left > 0; left -= blanks.length) {
            out.write(blanks, 0, (int) Math.min(left, blanks.length));
        }
    }

    private static ReceivedRequest request(HttpExchange exchange, long bodyBytes) {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            int equals = pair.indexOf('=');
            query.put(Api.decode(pair.substring(0, equals)), Api.decode(pair.substring(equals + 1)));
        }
        String path = exchange.getRequestURI().getRawPath();
        return new ReceivedRequest(
                exchange.getRequestMethod(),
                path.startsWith(BASE) ? path.substring(BASE.length()) : path,
                Map.copyOf(query),
                Map.copyOf(headers),
                bodyBytes);
    }
}
