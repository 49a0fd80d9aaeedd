package io.github.etcdregistrar.internal.format;

import io.github.etcdregistrar.Instance;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pattern of a key, such as <code>{prefix}/{ip}/{pid}</code>.
 *
 * @param key the pattern of the whole key; can contain <code>{prefix}</code> and every placeholder of the prefix
 * @param prefix the pattern of the prefix; can contain {@link #PLACEHOLDERS}
 */
public record KeyPattern(String key, String prefix) {

    /** What can stand in braces in a prefix or a key. */
    public static final Set<String> PLACEHOLDERS = Set.of("app", "host", "ip", "pid", "port", "uuid");

    private static final String PREFIX = "prefix";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    /**
     * Makes a pattern.
     *
     * @throws IllegalArgumentException if there is a placeholder that does not exist; the message names it and those
     *     that do
     */
    public KeyPattern {
        Set<String> inKey = new TreeSet<>(PLACEHOLDERS);
        inKey.add(PREFIX);
        check(key, inKey);
        check(prefix, new TreeSet<>(PLACEHOLDERS));
    }

    /**
     * The key of an instance.
     *
     * @throws IllegalStateException if it contains the port and that is not known
     */
    public String keyOf(Instance instance) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("app", instance.name());
        values.put("host", instance.host());
        values.put("ip", instance.ip());
        values.put("pid", String.valueOf(instance.pid()));
        values.put("uuid", instance.id());
        instance.port().ifPresent(port -> values.put("port", String.valueOf(port)));
        return expand(key.replace("{" + PREFIX + "}", prefix), values);
    }

    private static void check(String pattern, Set<String> known) {
        for (Matcher matcher = PLACEHOLDER.matcher(pattern); matcher.find(); ) {
            if (!known.contains(matcher.group(1))) {
                throw new IllegalArgumentException("{" + matcher.group(1) + "} is none of " + known);
            }
        }
    }

    private static String expand(String pattern, Map<String, String> values) {
        return PLACEHOLDER.matcher(pattern).replaceAll(match -> {
            String value = values.get(match.group(1));
            if (value == null) {
                // Of all that there are, only the port can be unknown.
                throw new IllegalStateException("the key contains " + match.group()
                        + ", and the server does not tell it: set etcd.registrar.port");
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
