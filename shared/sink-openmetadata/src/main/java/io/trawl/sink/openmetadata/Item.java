package io.trawl.sink.openmetadata;

import org.jspecify.annotations.Nullable;

/**
 * Something to be written.
 *
 * @param fqn its fully qualified name
 * @param json the create request, UTF-8
 */
record Item(String fqn, byte[] json) {

    /**
     * What became of writing one.
     *
     * @param failure null if the server holds it now
     */
    record Result(Item item, @Nullable ApiException failure) {
        boolean written() {
            return failure == null;
        }
    }

    Result done() {
        return new Result(this, null);
    }

    Result failed(ApiException failure) {
        return new Result(this, failure);
    }
}
