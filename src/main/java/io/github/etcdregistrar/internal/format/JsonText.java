package io.github.etcdregistrar.internal.format;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Writes JSON (RFC 8259). Jakarta JSON could, but it is one feature more that a server would need for a single line.
 */
final class JsonText {

    private JsonText() {}

    /** Writes an object of names and values in turn, in their order. An optional that is empty is left out. */
    static String object(Object... namesAndValues) {
        return of(map(namesAndValues));
    }

    /** The same as a map, for objects in objects. */
    static Map<?, ?> map(Object... namesAndValues) {
        Map<Object, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value instanceof OptionalInt number) {
                value = number.stream().boxed().findFirst();
            }
            if (!(value instanceof Optional<?> optional)) {
                object.put(namesAndValues[i], value);
            } else if (optional.isPresent()) {
                object.put(namesAndValues[i], optional.get());
            }
        }
        return object;
    }

    /** Writes maps as objects, in their order, collections as arrays, numbers, booleans and null, and all else as text. */
    static String of(Object value) {
        if (value == null || value instanceof Number || value instanceof Boolean) {
            return String.valueOf(value);
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> text(entry.getKey()) + ":" + of(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof Collection<?> collection) {
            return collection.stream().map(JsonText::of).collect(Collectors.joining(",", "[", "]"));
        }
        return text(value);
    }

    private static String text(Object value) {
        StringBuilder json = new StringBuilder("\"");
        value.toString().chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (Character.isISOControl(c)) {
                json.append("\\u%04x".formatted(c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}
