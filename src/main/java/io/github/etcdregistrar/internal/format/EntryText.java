package io.github.etcdregistrar.internal.format;

import io.github.etcdregistrar.Attributes;
import io.github.etcdregistrar.ServiceInstance;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An entry that is read: the counterpart of {@link EntryContext}. Exceptions never quote the value, which can be anything.
 *
 * @param service the name by which its instance is looked for
 */
public record EntryText(String service, String key, String value) {

    /** A scheme that may be absent, a user that is dropped, host, port, and the rest, which does not count. */
    private static final Pattern ADDRESS = Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:[^/@\\s]*@)?"
            + "(\\[[0-9A-Fa-f:.%]+]|[^:/?#\\s\\[\\]]+)(?::([0-9]{1,5}))?(?:[/?#].*)?");

    private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443);

    /** The value as JSON. */
    Map<String, Object> json() {
        return JsonParser.object(value);
    }

    /** What is named in JSON; refuses an object without it. */
    static Object required(Map<String, ?> json, String name) {
        Object found = json.get(name);
        if (found == null) {
            throw new IllegalArgumentException("it has no " + name);
        }
        return found;
    }

    /** An object in a list. */
    @SuppressWarnings("unchecked") // the parser makes no others
    static Map<String, Object> object(Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException("it has no object where one is expected");
    }

    /** The first URL of HTTP, or else the first one. */
    static String httpFirst(List<?> urls) {
        List<String> all = urls.stream().map(String::valueOf).toList();
        return all.stream().filter(url -> url.startsWith("http")).findFirst().orElseGet(() -> all.get(0));
    }

    /** The elements of a list that is not empty. */
    static List<?> elements(Object value) {
        if (value instanceof List<?> list && !list.isEmpty()) {
            return list;
        }
        throw new IllegalArgumentException("it has an empty list");
    }

    /** The end of the key, which tells the instances of a service apart. */
    String id() {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    /** The instance at a URL, or at a host and port. */
    ServiceInstance at(Object address, String id, Attributes attributes) {
        Matcher parts = ADDRESS.matcher(address.toString().trim());
        if (!parts.matches()) {
            throw new IllegalArgumentException("its address is neither a URL nor a host with a port");
        }
        String scheme = Objects.requireNonNullElse(parts.group(1), "http").toLowerCase(Locale.ROOT);
        Integer port = parts.group(3) != null ? Integer.valueOf(parts.group(3)) : PORTS.get(scheme);
        if (parts.group(1) == null && parts.group(3) == null || port != null && port > 65535) {
            throw new IllegalArgumentException("its address has no valid port");
        }
        return of(id, scheme, parts.group(2), port, attributes);
    }

    /** The instance at a host and port. */
    ServiceInstance of(String id, String scheme, Object host, Object port, Attributes attributes) {
        String name = host.toString();
        return new ServiceInstance(
                service,
                id,
                scheme,
                name.startsWith("[") ? name.substring(1, name.length() - 1) : name,
                number(port).orElse(-1),
                attributes,
                false);
    }

    /** Attributes by our own names for them, which others have, too; Kratos has the weight among the metadata. */
    static Attributes attributes(Map<String, ?> json) {
        Map<String, String> metadata = new TreeMap<>();
        if (json.get("metadata") instanceof Map<?, ?> map) {
            map.forEach((name, text) -> metadata.put(name.toString(), String.valueOf(text)));
        }
        OptionalInt weight = number(json.containsKey("endpoints") ? metadata.remove("weight") : json.get("weight"));
        return new Attributes(
                text(json.get("version")),
                text(json.get("zone")),
                weight.orElse(0) > 0 ? weight : OptionalInt.empty(),
                json.get("tags") instanceof List<?> list
                        ? list.stream().map(String::valueOf).toList()
                        : List.of(),
                Map.copyOf(metadata));
    }

    private static Optional<String> text(Object value) {
        return Optional.ofNullable(value).map(Object::toString).filter(text -> !text.isEmpty());
    }

    private static OptionalInt number(Object value) {
        try {
            return value == null ? OptionalInt.empty() : OptionalInt.of((int) Double.parseDouble(value.toString()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a number of it is none", e);
        }
    }
}
