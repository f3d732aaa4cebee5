package io.trawl.discovery.report;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.trawl.api.model.EntityType;
import io.trawl.api.report.Report;
import io.trawl.api.source.SourceUsage;
import io.trawl.api.util.OneLine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;

/** JSON as the command line writes it: times as ISO 8601, types by their wire names, UTF-8, safe to be shown by a terminal. */
@RegisterForReflection(
        targets = {
            Report.class,
            Report.Counts.class,
            Report.Sample.class,
            Report.FailedEntity.class,
            SourceUsage.class,
            RunLine.class,
            EntityLine.class
        })
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder(new JsonFactoryBuilder()
                    .characterEscapes(new SafeCharacters())
                    .build())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addSerializer(new WireName()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .build();

    private Json() {}

    /** Writes a value indented, with a newline at its end. */
    public static void writeDocument(Object value, OutputStream out) throws IOException {
        indented().writeValue(out, value);
        out.write('\n');
    }

    /** The same as characters. */
    public static void writeDocument(Object value, Writer out) throws IOException {
        indented().writeValue(out, value);
        out.write('\n');
    }

    private static ObjectWriter indented() {
        return MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
    }

    /** What {@link #writeDocument} writes. */
    public static String document(Object value) {
        StringWriter out = new StringWriter(1024);
        try {
            writeDocument(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be written as JSON", e);
        }
        return out.toString();
    }

    /** A value in one line, without a newline at its end. */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be written as JSON", e);
        }
    }

    private static final class WireName extends StdSerializer<EntityType> {
        WireName() {
            super(EntityType.class);
        }

        @Override
        public void serialize(EntityType type, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(type.wireName());
        }
    }

    /**
     * Escapes characters in JSON that a terminal would take for a command or for a change of direction. To a JSON parser
     * the text stays the same.
     */
    private static final class SafeCharacters extends CharacterEscapes {

        private static final long serialVersionUID = 1L;

        private static final char DELETE = 0x7f;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes[DELETE] = ESCAPE_STANDARD;
            return codes;
        }

        /** Jackson calls it for each character that is not ASCII. */
        @Override
        public SerializableString getEscapeSequence(int character) {
            char asked = (char) character;
            return OneLine.isUnsafe(asked) ? new SerializedString(OneLine.code(asked)) : null;
        }
    }
}
