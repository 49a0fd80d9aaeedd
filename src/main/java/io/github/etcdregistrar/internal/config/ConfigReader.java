package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.Service;
import io.github.etcdregistrar.internal.registration.Secret;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * Reads properties of one service or of all, and says what is invalid. The properties of a service come from its own
 * configuration, from the application, and from the configuration for all services, in this order.
 */
public final class ConfigReader {

    public static final String PREFIX = "etcd.registrar.";

    /** The source of the name of a service where nothing else sets it. */
    private static final String SERVICE_NAME = "the name of the service";

    private final PropertySource settings;
    private final Optional<Service> service;
    private final Set<String> asked = new LinkedHashSet<>();

    public ConfigReader(Config config) {
        this(new PropertySource(config), Optional.empty());
    }

    /** Reads properties that belong to no service. */
    public ConfigReader(PropertySource settings) {
        this(settings, Optional.empty());
    }

    private ConfigReader(PropertySource settings, Optional<Service> service) {
        this.settings = settings;
        this.service = service;
    }

    /** The reader of a service's properties. */
    ConfigReader of(Service one) {
        return new ConfigReader(settings, Optional.of(one));
    }

    /** A reader of what the same properties are now. */
    ConfigReader again() {
        return new ConfigReader(settings.again(), service);
    }

    /** The same reader, with no property asked for. */
    ConfigReader fresh() {
        return new ConfigReader(settings, service);
    }

    /**
     * Reads a property.
     *
     * @param name its name without {@link #PREFIX} and service
     * @param parser makes the value; an exception means that the text is invalid
     * @param expected what is valid, to follow "it must be"
     */
    <T> Optional<T> read(String name, Function<String, T> parser, String expected) {
        Optional<String> text = text(name);
        try {
            return text.map(parser);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw invalid(name, expected);
        }
    }

    Optional<String> text(String name) {
        return value(name).map(String::trim);
    }

    /** Reads a secret. */
    Optional<Secret> secret(String name) {
        settings.markSecret(name);
        return value(name).map(Secret::new); // not trimmed: a password can end with a space
    }

    public boolean flag(String name, boolean byDefault) {
        return read(name, ConfigReader::parseFlag, "true or false").orElse(byDefault);
    }

    /** Reads a duration, see {@link DurationText}. */
    Duration duration(String name, Duration byDefault, Duration shortest, Duration longest) {
        Duration duration = read(name, DurationText::parse, DurationText.FORMS).orElse(byDefault);
        if (duration.compareTo(shortest) < 0 || duration.compareTo(longest) > 0) {
            throw invalid(name, "from " + DurationText.of(shortest) + " to " + DurationText.of(longest));
        }
        return duration;
    }

    <E extends Enum<E>> E choice(String name, E byDefault) {
        return choice(name, byDefault.getDeclaringClass()).orElse(byDefault);
    }

    /** Reads the name of a constant, in upper or lower case. */
    <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<String> choices = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String choice = constant.name().toLowerCase(Locale.ROOT);
            if (choice.equals(text.get().toLowerCase(Locale.ROOT))) {
                return Optional.of(constant);
            }
            choices.add(choice);
        }
        throw invalid(name, "one of " + String.join(", ", choices));
    }

    /** All properties below a name, by the rest of their names. */
    Map<String, String> below(String name) {
        Set<String> ends = settings.below(name + ".");
        if (service.isPresent()) {
            ends.addAll(settings.below(whole(service.get(), name) + "."));
            for (String property : service.get().properties().keySet()) {
                if (property.startsWith(name + ".")) {
                    ends.add(property.substring(name.length() + 1));
                }
            }
        }
        Map<String, String> found = new TreeMap<>();
        for (String end : ends) {
            text(name + "." + end).ifPresent(text -> found.put(end, text));
        }
        return found;
    }

    /** Refuses a property that is set but empty, which otherwise counts as absent. */
    void refuseEmpty(String name, String expected) {
        for (Property setting : settings(name)) {
            if (setting.isSet()) {
                return;
            }
            if (setting.isThere()) {
                throw settings.invalid(setting, expected);
            }
        }
    }

    /** Refuses two properties of which only one can be set. */
    void refuseBoth(String one, boolean hasOne, String other, boolean hasOther) {
        if (hasOne && hasOther) {
            throw invalid(one, "absent while " + PREFIX + other + " is set: only one of them can be");
        }
    }

    ConfigurationException invalid(String name, String expected) {
        return settings.invalid(found(name).orElseGet(() -> settings(name).get(0)), expected);
    }

    /** The properties that were asked for and are set, each with its value and source. */
    List<String> setProperties() {
        List<String> lines = new ArrayList<>();
        for (String name : asked) {
            Optional<Property> found = found(name);
            if (found.isPresent() && !found.get().source().equals(SERVICE_NAME)) {
                lines.add(settings.line(found.get()));
            }
        }
        return lines;
    }

    /** All sources, and all names that were asked for. */
    PropertySource settings() {
        return settings;
    }

    private Optional<String> value(String name) {
        asked.add(name);
        return found(name).map(settings::text);
    }

    private Optional<Property> found(String name) {
        for (Property setting : settings(name)) {
            if (setting.isSet()) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    /** The sources of a property, the strongest first. All are asked for, so that all names become known. */
    private List<Property> settings(String name) {
        Property forAll = settings.get(name);
        if (service.isEmpty()) {
            return List.of(forAll);
        }
        Service one = service.get();
        Property own = settings.get(whole(one, name));
        return List.of(
                own,
                Property.of(own.name(), one.properties().get(name), "the application"),
                // Services of one name would be one service.
                name.equals("name") ? Property.of(own.name(), one.name(), SERVICE_NAME) : forAll);
    }

    private static String whole(Service service, String name) {
        return service.name() + "." + name;
    }

    /** What stands between the commas, without what is empty. */
    static List<String> separated(String text) {
        return Arrays.stream(text.split(","))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** Says in the line at the start how a property is understood. */
    void note(String text) {
        settings.note(text);
    }

    /** The whole name of a property, as it is set. */
    String nameOf(String name) {
        return found(name).map(Property::name).orElse(PREFIX + name);
    }

    /** The whole name and the source of the first of these that is set. */
    String nameAndSource(String... names) {
        return Stream.of(names)
                .flatMap(name -> found(name).stream())
                .findFirst()
                .map(setting -> setting.name() + setting.from())
                .orElseThrow();
    }

    private static boolean parseFlag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
