package io.trawl.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may stand where a boolean is needed: besides true and false the words and numbers that Pydantic takes, with which
 * OpenMetadata's tool reads a workflow (<a
 * href="https://docs.pydantic.dev/latest/api/standard_library_types/#booleans">Booleans</a>).
 */
final class Booleans {

    private static final Set<String> TRUE = Set.of("true", "t", "yes", "y", "on", "1");
    private static final Set<String> FALSE = Set.of("false", "f", "no", "n", "off", "0");

    private Booleans() {}

    /** The boolean that a scalar says; empty if it says none. */
    static Optional<Boolean> of(JsonNode scalar) {
        return scalar.isTextual() || scalar.isBoolean() || scalar.isIntegralNumber()
                ? of(scalar.asText())
                : Optional.empty();
    }

    private static Optional<Boolean> of(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        return TRUE.contains(word) ? Optional.of(true) : FALSE.contains(word) ? Optional.of(false) : Optional.empty();
    }

    /** Binds one. */
    static final class Deserializer extends StdDeserializer<Boolean> {

        private static final long serialVersionUID = 1L;

        private final Boolean absent;

        /**
         * @param absent what null stands for; null for a boxed one
         */
        Deserializer(@Nullable Boolean absent) {
            super(Boolean.class);
            this.absent = absent;
        }

        @Override
        public Boolean getNullValue(DeserializationContext context) {
            return absent;
        }

        @Override
        public Boolean deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            JsonToken token = parser.currentToken();
            if (token.isScalarValue() && token != JsonToken.VALUE_NUMBER_FLOAT) {
                Optional<Boolean> value = of(parser.getText());
                if (value.isPresent()) {
                    return value.get();
                }
            }
            return (Boolean) context.handleUnexpectedToken(Boolean.class, parser);
        }
    }
}
