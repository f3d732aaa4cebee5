package io.trawl.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Fails an answer that is larger than any with credentials, before it takes the memory. */
final class SmallAnswers implements ExecutionInterceptor {

    /** In bytes; credentials take two thousand or so. */
    static final int LIMIT = 1 << 20;

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return context.responseBody().map(SmallAnswers::read);
    }

    /** Fails with an IOException as the cause, so that {@link AwsFailures} takes it for a failure that passes. */
    private static InputStream read(InputStream body) {
        try (body) {
            byte[] answer = body.readNBytes(LIMIT + 1);
            if (answer.length > LIMIT) {
                throw new IOException("the answer has more than " + LIMIT + " bytes");
            }
            return new ByteArrayInputStream(answer);
        } catch (IOException e) {
            throw SdkClientException.create(e.getMessage(), e);
        }
    }
}
