package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.Service;
import io.github.etcdregistrar.ServiceInstance;
import io.github.etcdregistrar.internal.discovery.InstanceReader;
import io.github.etcdregistrar.internal.discovery.ServiceQuery;
import io.github.etcdregistrar.internal.format.EntryText;
import io.github.etcdregistrar.internal.format.InstanceJson;
import io.github.etcdregistrar.internal.format.KeyPattern;
import io.github.etcdregistrar.internal.format.WireFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Reads {@code discovery.<name>.*}: where and in which format a service is looked for. What is not set is as in a registration
 * under that name with this configuration.
 */
public final class DiscoveryConfig {

    static final String DISCOVERY = "discovery.";

    /** What can follow the name. */
    static final List<String> PROPERTIES = List.of("prefix", "format", "zone", "tags", "version");

    private static final List<String> OWN_FORMATS = List.of("plain", "json");

    private DiscoveryConfig() {}

    /**
     * Reads and validates how a service is looked for.
     *
     * @throws ConfigurationException if a property is invalid
     */
    public static ServiceQuery read(Config config, String service) {
        return read(new ConfigReader(config), service);
    }

    static ServiceQuery read(ConfigReader properties, String service) {
        if (service.isBlank() || service.contains("/") || service.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigurationException("a service cannot be looked for by the name \"" + service
                    + "\": it must not be empty, and without slashes and control characters");
        }
        String own = DISCOVERY + service + ".";
        ConfigReader inherited =
                PropertyCatalog.nameProblem(service).isPresent() ? properties : properties.of(Service.named(service));
        Optional<WireFormat> format = format(properties, own + "format", inherited, service);
        Optional<String> prefix = properties
                .text(own + "prefix")
                .map(set -> KeyPatternReader.prefix(properties, own + "prefix", set) + "/");
        String pattern = prefix.or(() -> format.map(wire ->
                        KeyPatternReader.prefix(inherited, "format." + wire.id() + ".prefix", wire.prefix()) + "/"))
                .orElseGet(() -> {
                    KeyPattern key = KeyPatternReader.key(inherited);
                    return key.key().replace("{prefix}", key.prefix());
                });
        String named = pattern.replace("{app}", service);
        String fixed = named.replaceFirst("\\{.*", "");
        if (fixed.replace("/", "").isEmpty()) {
            throw properties.invalid(own + "prefix", "set, because the keys begin with " + pattern);
        }
        // Where the name is not in what all keys begin with, other services are there, too.
        boolean shared =
                prefix.isEmpty() && !pattern.replaceFirst("\\{(?!app}).*", "").contains("{app}");
        List<String> tags =
                properties.text(own + "tags").map(ConfigReader::separated).orElse(List.of());
        Optional<String> version = properties.text(own + "version");
        return new ServiceQuery(
                service,
                fixed,
                reader(service, format, shared, tags, version),
                properties.text(own + "zone").or(() -> inherited.text("zone")));
    }

    /** Reads all that are configured, so that they are validated and known. */
    static void readAll(ConfigReader properties) {
        for (String property : properties.settings().below(DISCOVERY)) {
            int dot = property.lastIndexOf('.');
            if (dot > 0 && PROPERTIES.contains(property.substring(dot + 1))) {
                read(properties, property.substring(0, dot));
            }
        }
    }

    /** The format to read; empty for our own. */
    private static Optional<WireFormat> format(
            ConfigReader properties, String name, ConfigReader inherited, String service) {
        Optional<String> set = properties.text(name).map(text -> text.toLowerCase(Locale.ROOT));
        if (set.isEmpty()) {
            FormatConfig registered = FormatConfig.read(inherited, Optional.of(service));
            return registered.plain() || registered.json()
                    ? Optional.empty()
                    : registered.wire().keySet().stream().findFirst();
        }
        Optional<WireFormat> wire = Arrays.stream(WireFormat.values())
                .filter(format -> format.id().equals(set.get()))
                .findFirst();
        if (wire.isEmpty() && !OWN_FORMATS.contains(set.get())) {
            throw properties.invalid(name, "one of " + String.join(", ", FormatConfig.known()));
        }
        return wire;
    }

    private static InstanceReader reader(
            String service, Optional<WireFormat> format, boolean shared, List<String> tags, Optional<String> version) {
        return (key, value) -> {
            EntryText entry = new EntryText(service, key, value);
            List<ServiceInstance> all =
                    format.isPresent() ? format.get().instances(entry) : InstanceJson.read(entry, shared);
            return all.stream()
                    .filter(instance -> instance.attributes().tags().containsAll(tags))
                    .filter(instance -> version.isEmpty()
                            || version.equals(instance.attributes().version()))
                    .toList();
        };
    }
}
