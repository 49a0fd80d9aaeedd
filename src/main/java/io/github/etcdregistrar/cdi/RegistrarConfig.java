package io.github.etcdregistrar.cdi;

import io.github.etcdregistrar.instance.KeyPattern;
import io.github.etcdregistrar.registration.ConflictPolicy;
import io.github.etcdregistrar.registration.RegistrySettings;
import io.github.etcdregistrar.registration.Timing;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.Config;

/**
 * The configuration: {@code etcd.registrar.*} in MicroProfile Config, all checked. The README says what each property
 * means.
 *
 * @param enabled whether there is to be a registration at all
 * @param registry how etcd is reached
 * @param key the key
 * @param name the service's name, if configured
 * @param value the value, if configured
 * @param ip the address to register, if configured
 * @param port the port to register, if configured
 * @param url the URL to register, if configured
 * @param metadata whatever else is to be registered
 * @param timing the TTL and what depends on it
 * @param onConflict what to do when the key is held by somebody else
 * @param shutdownBudget how long the application waits at the most for its deregistration
 * @param executor the JNDI name of the executor to run on, if configured
 * @param liveness what the liveness check reports
 * @param readiness whether there is a readiness check
 * @param unknown properties that begin like ours and are none, each with the nearest that is
 */
record RegistrarConfig(
        boolean enabled,
        RegistrySettings registry,
        KeyPattern key,
        Optional<String> name,
        Optional<String> value,
        Optional<String> ip,
        OptionalInt port,
        Optional<URI> url,
        Map<String, String> metadata,
        Timing timing,
        ConflictPolicy onConflict,
        Duration shutdownBudget,
        Optional<String> executor,
        LivenessMeaning liveness,
        boolean readiness,
        Map<String, String> unknown) {

    private static final Duration LONG = Duration.ofHours(1);
    private static final int ETCD_PORT = 2379;
    private static final String OCTET = "(25[0-5]|(2[0-4]|1\\d|[1-9]|)\\d)";
    private static final String ENDPOINTS = "http://host:2379 or https://host:2379, several separated by commas";

    /**
     * Reads and checks the configuration.
     *
     * @throws ConfigurationException if a property is not right
     */
    static RegistrarConfig read(Config config) {
        Properties properties = new Properties(config);
        Timing timing = timing(properties);
        return new RegistrarConfig(
                properties.flag("enabled", true),
                new RegistrySettings(endpoints(properties), timing.requestTimeout()),
                key(properties),
                properties.text("name"),
                properties.text("value"),
                properties.read("ip", RegistrarConfig::ip, "an IPv4 or IPv6 address"),
                port(properties),
                properties.read("url", URI::create, "a URL"),
                properties.below("metadata"),
                timing,
                properties.choice("on-conflict", ConflictPolicy.WAIT),
                properties.duration("shutdown-budget", Duration.ofSeconds(2), Duration.ZERO, LONG),
                properties.text("executor"),
                properties.choice("liveness", LivenessMeaning.LOOP),
                properties.flag("readiness", false),
                properties.unknown());
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

    private static OptionalInt port(Properties properties) {
        return properties
                .read("port", text -> inRange(Integer.parseInt(text), 1, 65535), "a number from 1 to 65535")
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private static KeyPattern key(Properties properties) {
        if (properties.isEmpty("prefix")) {
            throw properties.wrong("prefix", "a path such as /services/{app}; an empty one would claim all of etcd");
        }
        String prefix = properties.text("prefix").orElse("/services/{app}");
        if (prefix.endsWith("/")) {
            throw properties.wrong("prefix", "without a slash at its end, such as /services/{app}");
        }
        String key = properties.text("key").orElse("{prefix}/{ip}/{pid}");
        checkPlaceholders(properties, "prefix", "x", prefix);
        checkPlaceholders(properties, "key", key, "x");
        return new KeyPattern(key, prefix);
    }

    private static void checkPlaceholders(Properties properties, String name, String key, String prefix) {
        try {
            new KeyPattern(key, prefix);
        } catch (IllegalArgumentException e) {
            throw properties.wrong(name, "made of placeholders that exist: " + e.getMessage());
        }
    }

    private static String ip(String text) {
        // Only what is an address already, so that no name is looked up here.
        if (!text.matches(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException(text);
        }
        try {
            return InetAddress.getByName(text).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static int inRange(int number, int from, int to) {
        if (number < from || number > to) {
            throw new IllegalArgumentException();
        }
        return number;
    }
}
