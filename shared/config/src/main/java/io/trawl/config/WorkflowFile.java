package io.trawl.config;

import static io.trawl.api.util.OneLine.quoted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** A workflow file as plain maps, lists and scalars; nothing in it is interpreted yet. */
final class WorkflowFile {

    /** No workflow is anywhere near as long; the limit keeps a wrong path from filling the memory. */
    private static final long MAX_BYTES = 1 << 20;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final ConfigPath place;

    WorkflowFile(Path file, String nameInMessages) {
        this.file = file;
        this.place = new ConfigPath(nameInMessages, "");
    }

    /** The file as a whole, for messages. */
    ConfigPath place() {
        return place;
    }

    /** The folder it is in. */
    Path directory() {
        return file.toAbsolutePath().normalize().getParent();
    }

    /** The file's name without its ending, which is the workflow's name. */
    String name() {
        String name = WorkflowName.ofFile(String.valueOf(file.getFileName()))
                .orElseThrow(() -> place.wrong("the file's name must end in .yaml, .yml or .json"));
        if (!WorkflowName.isValid(name)) {
            throw place.wrong(quoted(name) + " cannot name a workflow: the file's name must consist of letters, digits,"
                    + " dots, hyphens and underscores, begin with a letter or digit, and have 100 characters at most");
        }
        return name;
    }

    /** Its content. */
    Map<?, ?> content() {
        String text = text();
        Object content =
                file.toString().toLowerCase(Locale.ROOT).endsWith(".json") ? json(text) : Yaml.parse(text, place);
        if (content == null) {
            throw place.wrong("is empty");
        }
        if (content instanceof Map<?, ?> mapping) {
            return mapping;
        }
        throw place.wrong("expected a mapping with source, sink and workflowConfig, found "
                + (content instanceof Iterable ? "a list" : "text"));
    }

    private String text() {
        try {
            if (Files.notExists(file)) {
                throw place.wrong("no such file");
            }
            if (Files.isDirectory(file)) {
                throw place.wrong("is a directory, not a file");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw place.wrong("is larger than 1 MiB, which no workflow is");
            }
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw place.wrong("is not UTF-8 text");
        } catch (AccessDeniedException e) {
            throw place.wrong("cannot be read: permission denied");
        } catch (IOException e) {
            // The exception's own message is the path.
            String reason = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
            throw place.wrong("cannot be read" + (reason == null ? "" : ": " + reason));
        }
    }

    private Object json(String text) {
        if (text.isBlank()) {
            return null;
        }
        try {
            return JSON.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            // Jackson's own text may quote the file, and with it a secret.
            var at = e.getLocation();
            throw place.wrong("line " + at.getLineNr() + ", column " + at.getColumnNr()
                    + ": is not JSON, or holds a key for the second time");
        }
    }
}
