package io.github.etcdregistrar.cdi;

import io.github.etcdregistrar.registration.Problem;
import io.github.etcdregistrar.registration.Secret;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/** Reads our properties, says what is wrong with one, and remembers which there are. */
final class Properties {

    static final String PREFIX = "etcd.registrar.";

    private static final int LONGEST_SHOWN = 120;

    private static final Logger LOG = System.getLogger(Registrar.class.getName());

    private final Config config;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> secret = new HashSet<>();

    Properties(Config config) {
        this.config = config;
    }

    /**
     * Reads a property.
     *
     * @param name its name without {@link #PREFIX}
     * @param parser makes the value; what it throws means that the text is not right
     * @param expected what would be right, to follow "it must be"
     */
    <T> Optional<T> read(String name, Function<String, T> parser, String expected) {
        known.add(PREFIX + name);
        String text = value(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(text.trim()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw wrong(name, expected);
        }
    }

    Optional<String> text(String name) {
        return read(name, Function.identity(), "");
    }

    /** Reads what is not to be shown. */
    Optional<Secret> secret(String name) {
        secret.add(name);
        known.add(PREFIX + name);
        return Optional.ofNullable(value(name)).map(Secret::new); // as it is: a password can end with a space
    }

    boolean flag(String name, boolean byDefault) {
        return read(name, Properties::parseFlag, "true or false").orElse(byDefault);
    }

    /** Reads a duration: {@code PT5S}, or shorter {@code 5s}. */
    Duration duration(String name, Duration byDefault, Duration shortest, Duration longest) {
        Duration duration = read(name, Properties::parseDuration, "a duration such as PT5S or 5s")
                .orElse(byDefault);
        if (duration.compareTo(shortest) < 0 || duration.compareTo(longest) > 0) {
            throw wrong(name, "from " + shortest + " to " + longest);
        }
        return duration;
    }

    <E extends Enum<E>> E choice(String name, E byDefault) {
        Class<E> type = byDefault.getDeclaringClass();
        String choices = String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .toList());
        return read(name, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)), "one of " + choices)
                .orElse(byDefault);
    }

    /** All properties below a name, by what follows it. */
    Map<String, String> below(String name) {
        Map<String, String> found = new TreeMap<>();
        for (String property : ours()) {
            if (property.startsWith(PREFIX + name + ".")) {
                text(property.substring(PREFIX.length()))
                        .ifPresent(text -> found.put(property.substring(PREFIX.length() + name.length() + 1), text));
            }
        }
        return found;
    }

    /** Whether a property is there but empty, which MicroProfile Config takes for absent. */
    boolean isEmpty(String name) {
        String raw = config.getConfigValue(PREFIX + name).getRawValue();
        return raw != null && raw.isBlank();
    }

    ConfigurationException wrong(String name, String expected) {
        ConfigValue value = config.getConfigValue(PREFIX + name);
        return new ConfigurationException(
                PREFIX + name + " = " + shown(name, value) + " is not right: it must be " + expected);
    }

    /** The properties that are set, each with its value and where that came from. */
    List<String> set() {
        return known().stream()
                .filter(name -> value(name) != null)
                .map(name -> name + " = " + shown(name, config.getConfigValue(PREFIX + name)))
                .toList();
    }

    private static String withoutUsers(String urls) {
        return urls.replaceAll("([A-Za-z]+://)?[^,]*@", "$1***@");
    }

    /** A value that is not as secret as it should be: a password can stand in a URL, and a key where its file should. */
    private String shown(String name, ConfigValue value) {
        String text = String.valueOf(value.getRawValue());
        String harmless = secret.contains(name) || text.contains("PRIVATE KEY-----")
                ? "***"
                : Problem.oneLine(name.matches("endpoints|url") ? withoutUsers(text) : text);
        String brief = harmless.length() <= LONGEST_SHOWN ? harmless : harmless.substring(0, LONGEST_SHOWN) + "…";
        return brief + " (from " + Problem.oneLine(String.valueOf(value.getSourceName())) + ")";
    }

    /** The names of all that were asked for, in that order, without {@link #PREFIX}. */
    List<String> known() {
        return known.stream().map(name -> name.substring(PREFIX.length())).toList();
    }

    /** Says of each property that begins like ours and was never asked for which one is the nearest. */
    List<String> unknown() {
        return ours().stream()
                // A variable of the environment is listed as etcd.registrar.request.timeout by some.
                .filter(property -> known.stream().noneMatch(name -> bare(name).equals(bare(property))))
                .sorted()
                .map(property -> "There is no property " + Problem.oneLine(property) + ". Do you mean "
                        + Spelling.nearest(property, known)
                        + "?")
                .toList();
    }

    private Set<String> ours() {
        Set<String> names = new LinkedHashSet<>();
        StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(PREFIX))
                .forEach(names::add);
        return names;
    }

    private String value(String name) {
        ConfigValue value = config.getConfigValue(PREFIX + name);
        String raw = value.getRawValue();
        if (raw == null || raw.isBlank()) {
            return null;
        }
        try {
            if (value.getValue() != null) {
                return value.getValue();
            }
        } catch (NoSuchElementException e) {
            LOG.log(Level.DEBUG, PREFIX + name, e);
        }
        // Servers differ: an expression that cannot be resolved is null to one and an exception to another.
        throw wrong(name, "made of ${properties} that exist");
    }

    private static String bare(String name) {
        return name.replaceAll("[^A-Za-z0-9]", ".");
    }

    private static boolean parseFlag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Duration parseDuration(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return Duration.parse(upper.startsWith("P") ? upper : "PT" + upper);
    }
}
