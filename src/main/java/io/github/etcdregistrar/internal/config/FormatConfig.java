package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.RegistrationValue;
import io.github.etcdregistrar.internal.format.CompositeFormat;
import io.github.etcdregistrar.internal.format.Format;
import io.github.etcdregistrar.internal.format.InstanceJson;
import io.github.etcdregistrar.internal.format.KeyPattern;
import io.github.etcdregistrar.internal.format.WireFormat;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The formats of a registration: {@code format} and the properties below it, validated.
 *
 * @param plain whether to put the configured or supplied value
 * @param json whether to put the default value, whatever is configured or supplied
 * @param wire the formats of other systems, each with the pattern of its prefix
 */
public record FormatConfig(boolean plain, boolean json, Map<WireFormat, String> wire) {

    static FormatConfig read(ConfigReader properties, Optional<String> name) {
        List<String> known = known();
        Optional<String> set = properties.text("format");
        List<String> chosen =
                set.isPresent() ? ConfigReader.separated(set.get().toLowerCase(Locale.ROOT)) : List.of("plain");
        if (chosen.isEmpty() || !known.containsAll(chosen)) {
            throw properties.invalid("format", "one or more of " + String.join(", ", known) + ", separated by commas");
        }
        if (chosen.contains("plain") && chosen.contains("json")) {
            throw properties.invalid("format", "with plain or json, not both: they have the same key");
        }
        Map<WireFormat, String> wire = new EnumMap<>(WireFormat.class);
        for (WireFormat format : WireFormat.values()) {
            String prefix = KeyPatternReader.prefix(properties, "format." + format.id() + ".prefix", format.prefix());
            if (chosen.contains(format.id())) {
                if (!name.map(format::accepts).orElse(true)) {
                    throw properties.invalid("name", format.names() + ", for the format " + format.id());
                }
                wire.put(format, prefix);
            }
        }
        return new FormatConfig(chosen.contains("plain"), chosen.contains("json"), wire);
    }

    /** The names of all formats. */
    static List<String> known() {
        List<String> known = new ArrayList<>(List.of("plain", "json"));
        for (WireFormat format : WireFormat.values()) {
            known.add(format.id());
        }
        return known;
    }

    /** All formats as one. */
    public Format formats(KeyPattern key, RegistrationValue value) {
        RegistrationValue own = json ? InstanceJson::of : value;
        return new CompositeFormat(
                (instance, lease) -> plain || json ? Map.of(key.keyOf(instance), own.valueOf(instance)) : Map.of(),
                wire);
    }
}
