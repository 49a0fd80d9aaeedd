package io.github.etcdregistrar.cdi;

import io.github.etcdregistrar.instance.AddressRules;
import io.github.etcdregistrar.instance.Attributes;
import io.github.etcdregistrar.instance.IpFamily;
import io.github.etcdregistrar.instance.IpText;
import io.github.etcdregistrar.instance.KeyPattern;
import io.github.etcdregistrar.registration.ConflictPolicy;
import io.github.etcdregistrar.registration.Problem;
import io.github.etcdregistrar.registration.RegistrySettings;
import io.github.etcdregistrar.registration.Timing;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * The configuration: {@code etcd.registrar.*} in MicroProfile Config, all checked. The README says what each property
 * means.
 *
 * @param enabled whether there is to be a registration at all
 * @param registry how etcd is reached
 * @param key the key of our own formats
 * @param formats in which formats to register
 * @param name the service's name, if configured
 * @param value the value, if configured
 * @param ip the address to register, if configured
 * @param network which addresses may be registered where none is configured
 * @param ipFamily the family of addresses to prefer, if configured
 * @param host the host name to register, if configured
 * @param port the port to register, if configured
 * @param url the URL to register, if configured
 * @param attributes what else is to be told
 * @param timing the TTL and what depends on it
 * @param onConflict what to do when the key is held by somebody else
 * @param shutdownBudget how long the application waits at the most for its deregistration
 * @param executor the JNDI name of the executor to run on, if configured
 * @param liveness what the liveness check reports
 * @param readiness whether there is a readiness check
 * @param set the properties that are set, each with its value and where it came from, without secrets
 * @param warnings what is allowed, but probably not meant
 */
record RegistrarConfig(
        boolean enabled,
        RegistrySettings registry,
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
        Timing timing,
        ConflictPolicy onConflict,
        Duration shutdownBudget,
        Optional<String> executor,
        LivenessMeaning liveness,
        boolean readiness,
        List<String> set,
        List<String> warnings) {

    private static final Duration LONG = Duration.ofHours(1);
    private static final int ETCD_PORT = 2379;
    private static final String ENDPOINTS = "http://host:2379 or https://host:2379, several separated by commas";

    /**
     * Reads and checks the configuration.
     *
     * @throws ConfigurationException if a property is not right
     */
    static RegistrarConfig read(Config config) {
        return read(new Properties(config));
    }

    static RegistrarConfig read(Properties properties) {
        Timing timing = timing(properties);
        List<URI> endpoints = endpoints(properties);
        SecurityConfig security = new SecurityConfig(properties);
        security.check();
        Optional<String> name = properties.read("name", RegistrarConfig::printable, "without control characters");
        return new RegistrarConfig(
                properties.flag("enabled", true),
                new RegistrySettings(endpoints, timing.requestTimeout(), security::tls, security::credentials),
                KeyConfig.key(properties),
                FormatConfig.read(properties, name),
                name,
                properties.text("value"),
                properties.read("ip", text -> IpText.of(IpText.parse(text)), "an IPv4 or IPv6 address"),
                network(properties),
                properties.read(
                        "ip-family", text -> IpFamily.valueOf(text.toUpperCase(Locale.ROOT)), "one of ipv4, ipv6"),
                properties.read("host", RegistrarConfig::host, "a host name or an address"),
                number(properties, "port"),
                properties.read("url", URI::create, "a URL"),
                attributes(properties),
                timing,
                properties.choice("on-conflict", ConflictPolicy.WAIT),
                properties.duration("shutdown-budget", Duration.ofSeconds(2), Duration.ZERO, LONG),
                properties.text("executor"),
                properties.choice("liveness", LivenessMeaning.LOOP),
                properties.flag("readiness", false),
                // These last, when all have been asked for.
                properties.set(),
                Stream.concat(security.warnings(endpoints).stream(), properties.unknown().stream())
                        .toList());
    }

    /** Says in one line what will be registered where, and where each setting came from. */
    String describe(String application) {
        return "Registers " + Problem.oneLine(application) + " at " + key.key().replace("{prefix}", key.prefix())
                + " in "
                + registry.endpoints().stream().map(URI::toString).collect(Collectors.joining(", "))
                + " with a TTL of " + timing.ttl().toSeconds() + " s. "
                + (set.isEmpty() ? "All is as by default" : "Set: " + String.join(", ", set));
    }

    private static Timing timing(Properties properties) {
        Duration ttl = properties.duration("ttl", Duration.ofSeconds(5), Timing.SHORTEST_TTL, LONG);
        if (ttl.toNanosPart() != 0) {
            throw properties.wrong("ttl", "whole seconds");
        }
        Duration fitting = ttl.dividedBy(5);
        Duration second = Duration.ofSeconds(1);
        Duration requestTimeout = properties.duration(
                "request-timeout",
                fitting.compareTo(second) < 0 ? fitting : second,
                Timing.SHORTEST_REQUEST_TIMEOUT,
                Timing.longestRequestTimeout(ttl));
        Duration retryCap = properties.duration("retry-cap", Duration.ofMillis(1500), Timing.RETRY_FLOOR, LONG);
        return new Timing(ttl, requestTimeout, retryCap);
    }

    private static List<URI> endpoints(Properties properties) {
        return properties
                .read(
                        "endpoints",
                        text -> Arrays.stream(text.split(","))
                                .map(String::trim)
                                .map(RegistrarConfig::endpoint)
                                .toList(),
                        ENDPOINTS)
                .orElse(List.of(endpoint("http://localhost:2379")));
    }

    private static URI endpoint(String text) {
        URI uri = URI.create(text);
        boolean right = ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getUserInfo() == null
                && uri.getQuery() == null
                && uri.getFragment() == null
                && uri.getPort() <= 65535
                && uri.getPort() != 0
                && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
        if (!right) {
            throw new IllegalArgumentException();
        }
        return URI.create(
                uri.getScheme() + "://" + uri.getHost() + ":" + (uri.getPort() == -1 ? ETCD_PORT : uri.getPort()));
    }

    private static Attributes attributes(Properties properties) {
        return new Attributes(
                properties.text("version"),
                properties.text("zone"),
                number(properties, "weight"),
                properties
                        .read("tags", RegistrarConfig::list, "different words, separated by commas")
                        .orElse(List.of()),
                properties.below("metadata"));
    }

    private static List<String> list(String text) {
        List<String> list = Arrays.stream(text.split(",", -1)).map(String::trim).toList();
        if (list.contains("") || list.stream().distinct().count() < list.size()) {
            throw new IllegalArgumentException();
        }
        return list;
    }

    /** A port, or a weight: DNS has no greater one either. */
    private static OptionalInt number(Properties properties, String name) {
        return properties
                .read(name, text -> inRange(Integer.parseInt(text), 1, 65535), "a number from 1 to 65535")
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private static String printable(String text) {
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static AddressRules network(Properties properties) {
        String text = properties.text("network").orElse(null);
        try {
            return text == null ? AddressRules.NONE : AddressRules.parse(text);
        } catch (IllegalArgumentException e) {
            throw properties.wrong(
                    "network",
                    "made of interfaces (eth*), addresses and CIDR blocks (10.0.0.0/8), separated by commas, each with a"
                            + " ! before it if it is not to be registered: " + e.getMessage());
        }
    }

    private static String host(String text) {
        // A slash would make a path of what is one name in a key.
        if (!text.matches("[^\\s/]+")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static int inRange(int number, int from, int to) {
        if (number < from || number > to) {
            throw new IllegalArgumentException();
        }
        return number;
    }
}
