package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.Service;
import io.github.etcdregistrar.internal.discovery.DiscoveryTiming;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * The configuration: {@code etcd.registrar.*} in MicroProfile Config, validated. {@code docs/configuration.md} says what each
 * property means.
 *
 * @param enabled whether there is to be a registration at all
 * @param client how etcd is reached
 * @param services what is registered, in the order of the configuration, by its name there; without
 *     {@code etcd.registrar.services} one by {@link ServiceListReader#SINGLE}
 * @param timing the TTL and what depends on it
 * @param discoveryGrace how long suspect instances stay in a list
 * @param gate from when on to register
 * @param drain how long the server's stop by SIGTERM waits after the deregistration; zero for not at all
 * @param shutdownBudget how long the application waits at the most for its deregistration
 * @param executor the JNDI name of the executor to run on, if configured
 * @param liveness what the liveness check reports
 * @param readiness whether there is a readiness check
 * @param set the properties that are set, with their values, by where they came from, without secrets
 * @param warnings what is allowed, but probably not meant
 * @param notes how properties are understood that can be written in several forms
 */
public record RegistrarConfig(
        boolean enabled,
        EtcdClientConfig client,
        Map<String, ServiceConfig> services,
        Timing timing,
        Duration discoveryGrace,
        GateType gate,
        Duration drain,
        Duration shutdownBudget,
        Optional<String> executor,
        LivenessPolicy liveness,
        boolean readiness,
        List<String> set,
        List<String> warnings,
        List<String> notes) {

    private static final Duration LONG = Duration.ofHours(1);

    /**
     * Reads and validates the configuration.
     *
     * @throws ConfigurationException if a property is invalid
     */
    public static RegistrarConfig read(Config config) {
        return read(new ConfigReader(config));
    }

    public static RegistrarConfig read(ConfigReader properties) {
        Timing timing = timing(properties);
        SecurityConfig security = new SecurityConfig(properties);
        security.check();
        EndpointConfig endpoints =
                EndpointConfig.read(properties, security.tls().isAnySet());
        ConfigReader later = properties.again(); // Without what is read now, which it would keep.
        return new RegistrarConfig(
                properties.flag("enabled", true),
                new EtcdClientConfig(
                        endpoints.source(),
                        timing.requestTimeout(),
                        () -> new SecurityConfig(later.again()).tls(),
                        () -> new SecurityConfig(later.again()).credentials()),
                ServiceListReader.read(properties),
                timing,
                discoveryGrace(properties, timing.ttl()),
                properties.choice("gate", GateType.STARTED),
                properties.duration("drain", Duration.ZERO, Duration.ZERO, LONG),
                properties.duration("shutdown-budget", Duration.ofSeconds(2), Duration.ZERO, LONG),
                properties.text("executor"),
                properties.choice("liveness", LivenessPolicy.LOOP),
                properties.flag("readiness", false),
                // Last, when all have been asked for.
                properties.settings().setProperties(),
                Stream.of(
                                security.warnings(endpoints.configured()),
                                ServiceListReader.warnings(properties),
                                properties.settings().unknownPropertyWarnings())
                        .flatMap(List::stream)
                        .toList(),
                properties.settings().notes());
    }

    /**
     * Reads and validates the properties of a service that the application registers.
     *
     * @throws ConfigurationException if a property is invalid
     */
    public static ServiceConfig read(Config config, Service service) {
        return ServiceConfig.read(new ConfigReader(config).of(service));
    }

    /**
     * Reads and validates the properties of a configured service.
     *
     * @param service its name, or {@link ServiceListReader#SINGLE}
     * @throws ConfigurationException if a property is invalid
     */
    public static ServiceConfig read(Config config, String service) {
        return service.equals(ServiceListReader.SINGLE)
                ? ServiceConfig.read(new ConfigReader(config))
                : read(config, Service.named(service));
    }

    /** How long a pass may take. It makes a handful of requests for each service; ten and ten seconds are more than it needs. */
    public Duration passTimeout() {
        return client.requestTimeout().multipliedBy(10L * (1 + services.size())).plusSeconds(10);
    }

    /** The line at the start: what is registered where, and the source of each property. */
    public String describe(String application) {
        return "Registers " + (services.isEmpty() ? "nothing" : services(application)) + " in "
                + client.endpoints()
                + " with a TTL of " + timing.ttl().toSeconds() + " s. "
                + (set.isEmpty() ? "All properties have their defaults" : "Set: " + String.join("; ", set))
                + (notes.isEmpty() ? "" : ". " + String.join(". ", notes));
    }

    private String services(String application) {
        List<String> described = new ArrayList<>();
        services.forEach((service, config) -> {
            String name = config.name().orElse(application);
            String key = config.keyText();
            boolean single = service.equals(ServiceListReader.SINGLE);
            described.add(Problem.oneLine(name) + " at " + (single ? key : key.replace("{app}", name)));
        });
        return String.join(", ", described);
    }

    private static Duration discoveryGrace(ConfigReader properties, Duration ttl) {
        if (!properties.settings().below(DiscoveryConfig.DISCOVERY).isEmpty()) {
            DiscoveryConfig.readAll(properties); // Else no class of it is loaded.
        }
        Duration byDefault = ttl.multipliedBy(DiscoveryTiming.GRACE_TTLS);
        return properties.duration("discovery-grace", byDefault, Duration.ZERO, LONG.multipliedBy(24));
    }

    private static Timing timing(ConfigReader properties) {
        Duration ttl = properties.duration("ttl", Duration.ofSeconds(5), Timing.SHORTEST_TTL, LONG);
        if (ttl.toNanosPart() != 0) {
            throw properties.invalid("ttl", "whole seconds");
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
}
