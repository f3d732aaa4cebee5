/**
 * Helpers for every other package. Start with {@link OneLine}, which makes text from a user, a source or a server safe to
 * print. {@link OutOfMemory} ends a process whose memory has run out, {@link IdSet} holds many names in little memory,
 * {@link FileTarget} says what kind of file a path leads to.
 *
 * <p>This package must not depend on any other package of Trawl. A helper that only one package needs belongs in that
 * package.
 */
package io.trawl.api.util;
