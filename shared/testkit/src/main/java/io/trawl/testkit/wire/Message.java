package io.trawl.testkit.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A message of PostgreSQL's protocol, version 3, in either direction.
 *
 * @param type a letter
 * @param body what follows the length
 */
public record Message(int type, byte[] body) {

    /** The next message, or null at the end of the stream. */
    public static Message read(DataInputStream in) throws IOException {
        int type = in.read();
        return type < 0 ? null : new Message(type, in.readNBytes(in.readInt() - 4));
    }

    public void write(DataOutputStream out) throws IOException {
        out.writeByte(type);
        out.writeInt(body.length + 4);
        out.write(body);
    }

    /** The text that stands at an index and ends with a zero. */
    public String text(int from) {
        return new String(body, from, end(from) - from, StandardCharsets.UTF_8);
    }

    /** Where the text that stands at an index ends: the index of its zero. */
    public int end(int from) {
        int end = from;
        while (body[end] != 0) {
            end++;
        }
        return end;
    }

    /** The same message with another text at an index. */
    public Message withText(int from, String text) {
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(body, 0, from);
        changed.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        int end = end(from);
        changed.write(body, end, body.length - end);
        return new Message(type, changed.toByteArray());
    }

    /** The fields of an ErrorResponse by their letters: S severity, C SQLState, M message and others. */
    public Map<Character, String> fields() {
        Map<Character, String> fields = new LinkedHashMap<>();
        for (int at = 0; body[at] != 0; at = end(at) + 1) {
            fields.put((char) body[at], text(at + 1));
        }
        return fields;
    }

    /** Names and values that stand from an index on, up to an empty name, as in a start-up packet. */
    public Map<String, String> pairs(int from) {
        Map<String, String> pairs = new LinkedHashMap<>();
        int at = from;
        while (body[at] != 0) {
            String name = text(at);
            at = end(at) + 1;
            pairs.put(name, text(at));
            at = end(at) + 1;
        }
        return pairs;
    }

    /** An ErrorResponse. */
    public static Message error(String severity, String sqlState, String message) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String field : new String[] {"S" + severity, "V" + severity, "C" + sqlState, "M" + message}) {
            body.writeBytes(field.getBytes(StandardCharsets.UTF_8));
            body.write(0);
        }
        body.write(0);
        return new Message('E', body.toByteArray());
    }
}
