package io.github.etcdregistrar.cdi;

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
 * {@link Properties#PREFIX}.
 */
final class Settings {

    private final Function<String, Setting> source;
    private final Supplier<Iterable<String>> names;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> secret = new HashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();

    Settings(Config config) {
        this(name -> Setting.of(name, config.getConfigValue(name)), config::getPropertyNames);
    }

    private Settings(Function<String, Setting> source, Supplier<Iterable<String>> names) {
        this.source = source;
        this.names = names;
    }

    /** Where nothing is configured, to find out which names there are. */
    static Settings none() {
        return new Settings(name -> Setting.of(name, null, null), List::of);
    }

    Setting get(String name) {
        known.add(name);
        return source.apply(Properties.PREFIX + name);
    }

    /** From now on the value of this property is shown nowhere. */
    void keepSecret(String name) {
        secret.add(Properties.PREFIX + name);
    }

    /** Remembers how a property is understood that can be written in several forms. */
    void note(String text) {
        notes.add(text);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    ConfigurationException wrong(Setting setting, String expected) {
        return new ConfigurationException(
                setting.name() + " = " + shown(setting) + " is not right: it must be " + expected);
    }

    /** A property with its value and where that came from. */
    String line(Setting setting) {
        return setting.name().substring(Properties.PREFIX.length()) + " = " + shown(setting);
    }

    /** All that were asked for, in that order. */
    List<String> known() {
        return List.copyOf(known);
    }

    /** All that were asked for and are set, as lines. */
    List<String> set() {
        return known.stream()
                .map(name -> source.apply(Properties.PREFIX + name))
                .filter(Setting::isSet)
                .map(this::line)
                .toList();
    }

    /** Says of each property that begins like ours and was never asked for which one may be meant. */
    List<String> unknown() {
        return below("").stream()
                .filter(name -> known.stream().noneMatch(other -> Names.same(other, name)))
                .sorted()
                .map(name -> Names.unknown(name, known))
                .toList();
    }

    /** What follows this beginning in names that are configured. */
    Set<String> below(String beginning) {
        Set<String> found = new LinkedHashSet<>();
        StreamSupport.stream(names.get().spliterator(), false)
                .filter(name -> name.startsWith(Properties.PREFIX + beginning))
                .forEach(name -> found.add(name.substring((Properties.PREFIX + beginning).length())));
        return found;
    }

    private String shown(Setting setting) {
        return setting.shown(secret.contains(setting.name()));
    }
}
