package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.Attributes;
import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.internal.address.AddressRules;
import io.github.etcdregistrar.internal.address.IpFamily;
import io.github.etcdregistrar.internal.address.IpText;
import io.github.etcdregistrar.internal.format.KeyPattern;
import io.github.etcdregistrar.internal.registration.ConflictPolicy;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The configuration of one service, validated. {@code docs/configuration.md} says what each property means.
 *
 * @param enabled whether it is to be registered
 * @param key the key of our own formats
 * @param formats in which formats to register
 * @param name the service's name, if configured; of several services each has one
 * @param value the value, if configured
 * @param ip the address to register, if configured
 * @param network which addresses may be registered where none is configured
 * @param ipFamily the family of addresses to prefer, if configured
 * @param host the host name to register, if configured
 * @param port the port to register, if configured
 * @param url the URL to register, if configured
 * @param attributes what else is to be told
 * @param onConflict what to do when the key is held by somebody else
 * @param set the properties that are set for it, also by the application or for all services, each with its value and
 *     where it came from: equal lists mean equal configurations
 */
public record ServiceConfig(
        boolean enabled,
        KeyPattern key,
        FormatConfig formats,
        Optional<String> name,
        Optional<String> value,
        Optional<String> ip,
        AddressRules network,
        Optional<IpFamily> ipFamily,
        Optional<String> host,
        OptionalInt port,
        Optional<URI> url,
        Attributes attributes,
        ConflictPolicy onConflict,
        List<String> set) {

    /**
     * Reads and validates the configuration of one service.
     *
     * @param properties the reader of the service, of which nothing has been asked for yet
     * @throws ConfigurationException if a property is invalid
     */
    static ServiceConfig read(ConfigReader properties) {
        Optional<String> name = properties.read("name", ServiceConfig::printable, "without control characters");
        return new ServiceConfig(
                properties.flag("enabled", true),
                KeyPatternReader.key(properties),
                FormatConfig.read(properties, name),
                name,
                properties.text("value"),
                properties.read("ip", text -> IpText.of(IpText.parse(text)), "an IPv4 or IPv6 address"),
                network(properties),
                properties.choice("ip-family", IpFamily.class),
                properties.read("host", ServiceConfig::host, "a host name or an address"),
                number(properties, "port"),
                properties.read("url", ServiceConfig::url, "a URL"),
                attributes(properties),
                properties.choice("on-conflict", ConflictPolicy.WAIT),
                // Last, when all have been asked for.
                properties.setProperties());
    }

    /** The pattern of the whole key. */
    String keyText() {
        return key.key().replace("{prefix}", key.prefix());
    }

    private static Attributes attributes(ConfigReader properties) {
        return new Attributes(
                properties.text("version"),
                properties.text("zone"),
                number(properties, "weight"),
                properties
                        .read("tags", ServiceConfig::list, "different words, separated by commas")
                        .orElse(List.of()),
                properties.below("metadata"));
    }

    private static List<String> list(String text) {
        List<String> list = ConfigReader.separated(text);
        if (list.stream().distinct().count() < list.size()) {
            throw new IllegalArgumentException();
        }
        return list;
    }

    /** A port or a weight, which in DNS has the same range. */
    private static OptionalInt number(ConfigReader properties, String name) {
        Optional<Integer> number =
                properties.read(name, text -> inRange(Integer.parseInt(text), 1, 65535), "a number from 1 to 65535");
        return number.isPresent() ? OptionalInt.of(number.get()) : OptionalInt.empty();
    }

    private static String printable(String text) {
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static AddressRules network(ConfigReader properties) {
        String text = properties.text("network").orElse(null);
        try {
            return text == null ? AddressRules.NONE : AddressRules.parse(text);
        } catch (IllegalArgumentException e) {
            throw properties.invalid(
                    "network",
                    "made of interfaces (eth*), addresses and CIDR blocks (10.0.0.0/8), separated by commas, each with a"
                            + " ! before it to exclude it: " + e.getMessage());
        }
    }

    private static String host(String text) {
        // A slash would split one name of a key into two.
        if (!text.matches("[^\\s/]+")) {
            throw new IllegalArgumentException(text);
        }
        return IpText.canonical(text);
    }

    /** Writes an IPv6 address in it in its canonical form. */
    private static URI url(String text) {
        URI url = URI.create(text);
        String host = url.getHost();
        return host != null && host.startsWith("[")
                ? URI.create(text.replace(host, "[" + IpText.canonical(host) + "]"))
                : url;
    }

    private static int inRange(int number, int from, int to) {
        if (number < from || number > to) {
            throw new IllegalArgumentException();
        }
        return number;
    }
}
