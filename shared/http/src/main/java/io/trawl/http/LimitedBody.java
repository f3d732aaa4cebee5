package io.trawl.http;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** An answer's body up to a limit; what is beyond it is not received. */
public final class LimitedBody implements BodySubscriber<byte[]> {

    private final int limit;
    private final boolean whole;
    private final List<byte[]> parts = new ArrayList<>();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Flow.Subscription subscription;
    private int size;

    private LimitedBody(int limit, boolean whole) {
        this.limit = limit;
        this.whole = whole;
    }

    /**
     * The whole body.
     *
     * @param limit in bytes; a larger body fails with an {@link AnswerTooLargeException}
     */
    public static BodyHandler<byte[]> whole(int limit) {
        return head -> new LimitedBody(limit, true);
    }

    /**
     * The beginning of a body.
     *
     * @param limit in bytes
     */
    public static BodyHandler<byte[]> beginning(int limit) {
        return head -> new LimitedBody(limit, false);
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        try {
            buffers.forEach(this::add);
        } catch (OutOfMemoryError e) { // the client may keep to itself what a subscriber throws
            onError(e);
        }
    }

    private void add(ByteBuffer buffer) {
        if (!body.isDone()) {
            byte[] part = new byte[Math.min(buffer.remaining(), limit - size)];
            buffer.get(part);
            parts.add(part);
            size += part.length;
            if (buffer.hasRemaining()) {
                endEarly();
            }
        }
    }

    private void endEarly() {
        subscription.cancel();
        if (whole) {
            parts.clear();
            onError(new AnswerTooLargeException(limit));
        } else {
            onComplete();
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(size);
            parts.forEach(bytes::put);
            body.complete(bytes.array());
        } catch (OutOfMemoryError e) {
            onError(e);
        }
    }
}
