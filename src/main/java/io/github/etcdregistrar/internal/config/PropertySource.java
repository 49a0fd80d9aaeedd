package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.ConfigurationException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/**
 * What is configured for us, and which names were asked for: these are the ones that there are. All names are without
 * {@link ConfigReader#PREFIX}.
 */
final class PropertySource {

    private final Function<String, Property> source;
    private final Supplier<Iterable<String>> names;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> secret = new HashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();

    PropertySource(Config config) {
        this(name -> Property.of(name, config.getConfigValue(name)), config::getPropertyNames);
    }

    private PropertySource(Function<String, Property> source, Supplier<Iterable<String>> names) {
        this.source = source;
        this.names = names;
    }

    /** Where nothing is configured, to find out which names there are. */
    static PropertySource none() {
        return new PropertySource(name -> Property.of(name, null, null), List::of);
    }

    Property get(String name) {
        known.add(name);
        return source.apply(ConfigReader.PREFIX + name);
    }

    /** From now on the value of this property is shown nowhere. */
    void keepSecret(String name) {
        secret.add(ConfigReader.PREFIX + name);
    }

    /** Remembers how a property is understood that can be written in several forms. */
    void note(String text) {
        notes.add(text);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    ConfigurationException wrong(Property setting, String expected) {
        return new ConfigurationException(
                setting.name() + " = " + shown(setting) + " is not right: it must be " + expected);
    }

    /** A property with its value and where that came from. */
    String line(Property setting) {
        return setting.name().substring(ConfigReader.PREFIX.length()) + " = " + shown(setting);
    }

    /** All that were asked for, in that order. */
    List<String> known() {
        return List.copyOf(known);
    }

    /** All that were asked for and are set, as lines. */
    List<String> set() {
        return known.stream()
                .map(name -> source.apply(ConfigReader.PREFIX + name))
                .filter(Property::isSet)
                .map(this::line)
                .toList();
    }

    /** Says of each property that begins like ours and was never asked for which one may be meant. */
    List<String> unknown() {
        return below("").stream()
                .filter(name -> known.stream().noneMatch(other -> PropertyCatalog.same(other, name)))
                .sorted()
                .map(name -> PropertyCatalog.unknown(name, known))
                .toList();
    }

    /** What follows this beginning in names that are configured. */
    Set<String> below(String beginning) {
        Set<String> found = new LinkedHashSet<>();
        StreamSupport.stream(names.get().spliterator(), false)
                .filter(name -> name.startsWith(ConfigReader.PREFIX + beginning))
                .forEach(name -> found.add(name.substring((ConfigReader.PREFIX + beginning).length())));
        return found;
    }

    private String shown(Property setting) {
        return setting.shown(secret.contains(setting.name()));
    }
}
