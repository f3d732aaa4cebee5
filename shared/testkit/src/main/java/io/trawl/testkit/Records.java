package io.trawl.testkit;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes records of many components, of which a test means a few. */
public final class Records {

    private Records() {}

    /**
     * A record of these components, all others null, false or 0.
     *
     * @param namesAndValues the names of components, each followed by its value
     */
    public static <R extends Record> R of(Class<R> type, Object... namesAndValues) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            values.put(component.getName(), zero(component.getType()));
        }
        return make(type, values, namesAndValues);
    }

    private static Object zero(Class<?> type) {
        return type == boolean.class ? Boolean.FALSE : type == int.class ? Integer.valueOf(0) : null;
    }

    /** The same record with other values of these components. */
    @SuppressWarnings("unchecked")
    public static <R extends Record> R with(R record, Object... namesAndValues) {
        Map<String, Object> values = new LinkedHashMap<>();
        try {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                values.put(component.getName(), component.getAccessor().invoke(record));
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return make((Class<R>) record.getClass(), values, namesAndValues);
    }

    private static <R extends Record> R make(Class<R> type, Map<String, Object> values, Object... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!values.containsKey((String) namesAndValues[i])) {
                throw new IllegalArgumentException(type.getSimpleName() + " has no " + namesAndValues[i]);
            }
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values.values().toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException refused ? refused : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
