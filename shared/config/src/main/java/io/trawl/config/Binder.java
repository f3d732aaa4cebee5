package io.trawl.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.trawl.api.workflow.ConfigException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Binds trees to records, strictly. As in OpenMetadata, text such as "5" or "no" is taken for a number or a boolean (a
 * value from the environment is always text), but nothing else is taken for what it is not.
 */
final class Binder {

    /** The default of a key that holds keys: all of them at their defaults. */
    static final String ALL_DEFAULTS = "{}";

    private final Map<Class<?>, Set<String>> moreKeys;

    private final ObjectMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withCoercionConfig(
                    LogicalType.Textual, as -> as.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .withCoercionConfig(
                    LogicalType.Integer, as -> as.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .withCoercionConfig(
                    LogicalType.Float, as -> as.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .withCoercionConfig(
                    LogicalType.Enum, as -> as.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .addModule(new SimpleModule()
                    .addDeserializer(Boolean.class, new Booleans.Deserializer(null))
                    .addDeserializer(Boolean.TYPE, new Booleans.Deserializer(false)))
            .build();

    /**
     * @param moreKeys keys that may stand where a record's own do and are bound elsewhere; for "did you mean"
     */
    Binder(Map<Class<?>, Set<String>> moreKeys) {
        this.moreKeys = moreKeys;
    }

    /**
     * Makes a record of a tree, with the defaults that its annotations name.
     *
     * @param place where the tree stands in the file
     * @throws ConfigException about the first thing in it that does not fit
     */
    <T> T bind(JsonNode tree, Class<T> type, ConfigPath place) {
        try {
            JsonNode complete = tree.deepCopy();
            addDefaults(complete, mapper.constructType(type));
            return mapper.treeToValue(complete, type);
        } catch (JsonMappingException e) {
            throw translate(e, tree, place);
        } catch (JsonProcessingException e) {
            throw place.wrong("cannot be read");
        }
    }

    /** Where a record has a primitive or an enum, its default is added; for anything else null may mean something. */
    private void addDefaults(JsonNode tree, JavaType type) {
        if (!type.isRecordType() || !(tree instanceof ObjectNode mapping)) {
            return;
        }
        for (BeanPropertyDefinition key :
                mapper.getDeserializationConfig().introspect(type).findProperties()) {
            JavaType keyType = key.getPrimaryType();
            String standard = key.getMetadata().getDefaultValue();
            if (standard != null && isNull(mapping.get(key.getName()))) {
                if (standard.equals(ALL_DEFAULTS)) {
                    mapping.putObject(key.getName());
                } else if (keyType.isPrimitive() || keyType.isEnumType()) {
                    mapping.put(key.getName(), standard);
                }
            }
            addDefaults(mapping.path(key.getName()), keyType);
        }
    }

    /** Missing, null, or the text of null, which Jackson takes for null as well, and for 0 where a number is to be. */
    private static boolean isNull(@Nullable JsonNode value) {
        return value == null || value.isNull() || value.asText().equals("null");
    }

    private ConfigException translate(JsonMappingException e, JsonNode tree, ConfigPath root) {
        JsonNode node = tree;
        JsonNode parent = tree;
        ConfigPath place = root;
        ConfigPath above = root;
        for (JsonMappingException.Reference step : e.getPath()) {
            boolean isKey = step.getFieldName() != null;
            parent = node;
            above = place;
            place = isKey ? place.key(step.getFieldName()) : place.index(step.getIndex());
            node = isKey ? node.path(step.getFieldName()) : node.path(step.getIndex());
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            return place.wrong("unknown key" + Suggestion.among(knownKeys(unknown), unknown.getPropertyName()));
        }
        if (e instanceof ValueInstantiationException && e.getCause() instanceof IllegalArgumentException rule) {
            return place.wrongBelow(Secrets.redact(String.valueOf(rule.getMessage()), tree, root));
        }
        if (e instanceof MismatchedInputException && node.isMissingNode() && parent.isObject()) {
            String key = e.getPath().get(e.getPath().size() - 1).getFieldName();
            Optional<String> meant = misspelled(parent, key);
            if (meant.isPresent()) {
                return above.key(meant.get()).wrong("unknown key" + Suggestion.among(List.of(key), meant.get()));
            }
        }
        if (e instanceof MismatchedInputException mismatch) {
            return place.wrong(Mismatch.describe(node, mismatch.getTargetType(), place, this::names));
        }
        if (e.getCause() instanceof InputCoercionException) {
            return place.wrong(Mismatch.quote(node, place) + " is out of range");
        }
        return place.wrong("is not valid");
    }

    private Set<Object> knownKeys(UnrecognizedPropertyException unknown) {
        Set<Object> known = new HashSet<>(moreKeys.getOrDefault(unknown.getReferringClass(), Set.of()));
        known.addAll(unknown.getKnownPropertyIds());
        return known;
    }

    /** A key that stands in the place of one that is required, and is spelled much like it. */
    private static Optional<String> misspelled(JsonNode parent, String required) {
        List<String> keys = new ArrayList<>();
        parent.fieldNames().forEachRemaining(keys::add);
        return keys.stream()
                .filter(key -> !Suggestion.among(List.of(required), key).isEmpty())
                .findFirst();
    }

    /** What an enum's constants are called in a file. */
    private String names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> mapper.valueToTree(constant).asText())
                .collect(Collectors.joining(", "));
    }
}
