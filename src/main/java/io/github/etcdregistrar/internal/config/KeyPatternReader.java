package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.internal.format.KeyPattern;
import io.github.etcdregistrar.internal.registration.EntryLimits;
import java.util.List;
import java.util.Optional;

/** Reads the patterns of keys. */
final class KeyPatternReader {

    /** What tells instances apart. */
    private static final List<String> DIFFERING = List.of("{ip}", "{host}", "{pid}", "{port}", "{uuid}");

    private KeyPatternReader() {}

    /** The pattern of {@code prefix} and {@code key}. */
    static KeyPattern key(ConfigReader properties) {
        String prefix = prefix(properties, "prefix", "/services/{app}");
        Optional<String> set = properties.text("key");
        if (set.isEmpty()) {
            return new KeyPattern("{prefix}/{ip}/{pid}", prefix);
        }
        String key = withoutSlash(properties, "key", set.get());
        checkPath(properties, "key", key);
        checkPlaceholders(properties, "key", key, "x");
        if (DIFFERING.stream().noneMatch(key.replace("{prefix}", prefix)::contains)) {
            properties.note(properties.nameOf("key")
                    + " is the same for all instances, and only one of them can hold it: {ip}, {host}, {pid}, {port} and"
                    + " {uuid} tell them apart");
        }
        return new KeyPattern(key, prefix);
    }

    /** The pattern of a prefix. */
    static String prefix(ConfigReader properties, String name, String byDefault) {
        properties.refuseEmpty(name, "a path such as " + byDefault + "; an empty one would claim all of etcd");
        Optional<String> set = properties.text(name);
        if (set.isEmpty()) {
            return byDefault;
        }
        String prefix = withoutSlash(properties, name, set.get());
        if (prefix.isEmpty()) {
            throw properties.invalid(name, "a path such as " + byDefault + "; / would claim all of etcd");
        }
        checkPath(properties, name, prefix);
        checkPlaceholders(properties, name, "x", prefix);
        return prefix;
    }

    private static String withoutSlash(ConfigReader properties, String name, String path) {
        String stripped = path.replaceFirst("/+$", "");
        if (!stripped.equals(path)) {
            properties.note(properties.nameOf(name) + " is taken without the slash at its end");
        }
        return stripped;
    }

    private static void checkPath(ConfigReader properties, String name, String path) {
        if (EntryLimits.isMisleading(path)) {
            throw properties.invalid(name, "without . and .. between slashes, and without control characters");
        }
    }

    private static void checkPlaceholders(ConfigReader properties, String name, String key, String prefix) {
        try {
            new KeyPattern(key, prefix);
        } catch (IllegalArgumentException e) {
            throw properties.invalid(name, "made of placeholders that exist: " + e.getMessage());
        }
    }
}
