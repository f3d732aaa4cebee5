package io.trawl.api.model;

import org.jspecify.annotations.Nullable;

/**
 * One line of {@code trawl check}.
 *
 * @param name what was looked at, for example {@code source login}
 * @param failure null if it is fine, else what kind of failure
 * @param detail one line, without a secret
 */
public record Check(String name, @Nullable FailureKind failure, String detail) {

    /** It is fine. */
    public static Check passed(String name, String detail) {
        return new Check(name, null, detail);
    }

    /** It is not. */
    public static Check failed(String name, FailureKind kind, String detail) {
        return new Check(name, kind, detail);
    }
}
