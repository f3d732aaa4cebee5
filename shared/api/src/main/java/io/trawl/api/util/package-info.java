/**
 * Classes that every other package may use. {@link OneLine} escapes text from users, sources and servers, so that it can be
 * printed. {@link OutOfMemory} ends a process whose memory has run out, {@link IdSet} holds many names in little memory,
 * {@link FileTarget} says what kind of file a path leads to, {@link Waits} waits for other threads,
 * {@link Blank} takes blank text for none.
 *
 * <p>This package must not depend on any other package of Trawl. A helper that only one package needs belongs in that
 * package.
 */
package io.trawl.api.util;
