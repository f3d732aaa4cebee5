package io.trawl.aws;

import java.io.FilterInputStream;
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
        return context.responseBody().map(Limited::new);
    }

    private static final class Limited extends FilterInputStream {
        private int left = LIMIT;

        Limited(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(0, read));
            return read;
        }

        /** Not with an IOException alone, which the parser in between makes a mistake of XML. */
        private void count(int read) {
            left -= read;
            if (left < 0) {
                IOException cause = new IOException(); // which says that nothing is wrong with the credentials
                throw SdkClientException.create("the answer has more than " + LIMIT + " bytes", cause);
            }
        }
    }
}
