package io.trawl.config;

import io.trawl.api.workflow.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A token that may stand in a file of its own, as Kubernetes mounts a Secret. As in OpenMetadata, a value that names a file
 * is its path, and what is white at the end of the file is left out. No message quotes the value, which may be the token.
 */
final class TokenFile {

    private static final Pattern PATH = Pattern.compile("\\.{0,2}/.*");

    /** No token is longer; a device or a pipe has no end. */
    private static final long MAX_BYTES = 1 << 16;

    private TokenFile() {}

    /**
     * The token itself.
     *
     * @param given the token, or the path of its file
     * @param directory where a relative path starts
     */
    static Secret resolve(Secret given, Path directory, ConfigPath place) {
        String text = given.reveal();
        if (text.isBlank()) {
            throw place.wrong("is empty");
        }
        Path file = file(text, directory);
        if (file != null && Files.isRegularFile(file)) {
            return oneLine(read(file, place), place);
        }
        if (PATH.matcher(text).matches()) {
            throw place.wrong("is the path of a file that does not exist");
        }
        return oneLine(given, place);
    }

    /** It is sent as a header, which holds nothing else. */
    private static Secret oneLine(Secret token, ConfigPath place) {
        if (token.reveal().chars().anyMatch(Character::isISOControl)) {
            throw place.wrong("holds a line break or another control character, which no token does");
        }
        return token;
    }

    private static Path file(String text, Path directory) {
        try {
            return directory.resolve(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static Secret read(Path file, ConfigPath place) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw place.wrong("names a file that is larger than 64 KiB, which no token is");
            }
            String token = Files.readString(file).stripTrailing();
            if (token.isBlank()) {
                throw place.wrong("names a file that is empty");
            }
            return new Secret(token);
        } catch (IOException e) {
            throw place.wrong("names a file that cannot be read");
        }
    }
}
