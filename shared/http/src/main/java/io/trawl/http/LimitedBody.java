package io.trawl.http;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * An answer's body up to a limit; what is beyond it is not received. Reading an {@code InputStream} up to a limit would need a
 * thread for each answer, which the deadline of {@link Exchange} could not end.
 */
public final class LimitedBody implements BodySubscriber<byte[]> {

    private final BodySubscriber<byte[]> received = BodySubscribers.ofByteArray();
    private final int limit;
    private final boolean whole;
    private Flow.Subscription subscription;
    private int left;

    private LimitedBody(int limit, boolean whole) {
        this.limit = limit;
        this.whole = whole;
        this.left = limit;
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
        return received.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        received.onSubscribe(given);
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
        if (left >= 0) {
            byte[] part = new byte[Math.min(buffer.remaining(), left)]; // the client's buffer may be far larger
            buffer.get(part);
            left -= part.length;
            received.onNext(List.of(ByteBuffer.wrap(part)));
            if (buffer.hasRemaining()) {
                endEarly();
            }
        }
    }

    private void endEarly() {
        left = -1;
        subscription.cancel();
        if (whole) {
            onError(new AnswerTooLargeException(limit));
        } else {
            onComplete();
        }
    }

    @Override
    public void onError(Throwable failure) {
        received.onError(failure);
    }

    @Override
    public void onComplete() {
        try {
            received.onComplete();
        } catch (OutOfMemoryError e) {
            onError(e);
        }
    }
}
