package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.ConfigurationException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/**
 * All configured properties, and those that were asked for, whose names are all that exist. Each is read once, because a lookup
 * goes through all sources. Names are without {@link ConfigReader#PREFIX}. Used by one thread at a time.
 */
final class PropertySource {

    private final Function<String, Property> source;
    private final Supplier<Iterable<String>> names;
    /** What was asked for, by name. */
    private final Map<String, Property> asked = new LinkedHashMap<>();

    private final Set<String> secret = new HashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();

    PropertySource(Config config) {
        this(
                name -> Property.of(ConfigReader.PREFIX + name, config.getConfigValue(ConfigReader.PREFIX + name)),
                config::getPropertyNames);
    }

    private PropertySource(Function<String, Property> source, Supplier<Iterable<String>> names) {
        this.source = source;
        this.names = names;
    }

    /** Without any property, to find out the names. */
    static PropertySource none() {
        return new PropertySource(name -> Property.of(ConfigReader.PREFIX + name, null, null), List::of);
    }

    /** The same properties, to be read anew. */
    PropertySource again() {
        return new PropertySource(source, names);
    }

    Property get(String name) {
        return asked.computeIfAbsent(name, source);
    }

    /** Hides the value of this property from now on. */
    void markSecret(String name) {
        secret.add(ConfigReader.PREFIX + name);
    }

    /** Notes how a property is understood that has several forms. */
    void note(String text) {
        notes.add(text);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    ConfigurationException invalid(Property setting, String expected) {
        return new ConfigurationException(
                setting.name() + " = " + shown(setting) + setting.from() + " is invalid: it must be " + expected);
    }

    /**
     * The text of a property that is set.
     *
     * @throws ConfigurationException if it refers to a property that does not exist
     */
    String text(Property setting) {
        return setting.text().orElseThrow(() -> invalid(setting, "text that refers only to ${properties} that exist"));
    }

    /** A property with its value and source. */
    String line(Property setting) {
        return assignment(setting) + setting.from();
    }

    private String assignment(Property setting) {
        return setting.name().substring(ConfigReader.PREFIX.length()) + " = " + shown(setting);
    }

    /** All names that were asked for, in that order. */
    List<String> known() {
        return List.copyOf(asked.keySet());
    }

    /** All that were asked for and are set: for each source its properties, since its name can be long. */
    List<String> setProperties() {
        Map<String, String> bySource = new LinkedHashMap<>();
        for (Property property : asked.values()) {
            if (property.isSet()) {
                bySource.merge(property.from(), assignment(property), (all, one) -> all + ", " + one);
            }
        }
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, String> set : bySource.entrySet()) {
            lines.add(set.getValue() + set.getKey());
        }
        return lines;
    }

    /** One warning for each configured property under our prefix that does not exist. */
    List<String> unknownPropertyWarnings() {
        Set<String> unknown = below("");
        unknown.removeAll(asked.keySet());
        if (unknown.isEmpty()) {
            return List.of(); // So that usually the catalog is not made.
        }
        return unknown.stream()
                .filter(name -> asked.keySet().stream().noneMatch(other -> PropertyCatalog.same(other, name)))
                .sorted()
                .map(name -> PropertyCatalog.unknownPropertyWarning(
                        name, source.apply(name).from(), asked.keySet()))
                .toList();
    }

    /** The rest of configured names that begin like this. */
    Set<String> below(String beginning) {
        String prefix = ConfigReader.PREFIX + beginning;
        Set<String> found = new LinkedHashSet<>();
        for (String name : names.get()) {
            if (name.startsWith(prefix)) {
                found.add(name.substring(prefix.length()));
            }
        }
        return found;
    }

    private String shown(Property setting) {
        return setting.shown(secret.contains(setting.name()));
    }
}
