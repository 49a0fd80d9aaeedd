package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.Instance;
import io.github.etcdregistrar.Service;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads {@code services}, and the configuration of each. */
public final class ServiceListReader {

    /**
     * Stands for the name where {@code etcd.registrar.services} is not set, also in messages. No service can have
     * it.
     */
    public static final String SINGLE = "the application";

    private static final String SERVICES = "services";

    /** Stand-ins for values that all services share; no real value is this high. */
    private static final long PID = Long.MAX_VALUE;

    private static final int PORT = Integer.MAX_VALUE;
    private static final long LEASE = Long.MAX_VALUE - 1;

    private ServiceListReader() {}

    /**
     * The enabled services by their names, in the order of the configuration; without {@code services} just one,
     * enabled or not.
     *
     * @throws ConfigurationException if a property is invalid, or two services would have the same key
     */
    static Map<String, ServiceConfig> read(ConfigReader properties) {
        Optional<List<String>> names = properties.read(
                SERVICES,
                ServiceListReader::names,
                "different names, separated by commas: environment variables, too, must tell them apart");
        if (names.isEmpty()) {
            return Map.of(SINGLE, ServiceConfig.read(properties.fresh()));
        }
        Map<String, ServiceConfig> services = new LinkedHashMap<>();
        for (String name : names.get()) {
            PropertyCatalog.nameProblem(name).ifPresent(fault -> {
                throw properties.invalid(SERVICES, "names separated by commas, each " + fault);
            });
            // A disabled one is validated, too: it can be enabled later.
            ServiceConfig service = ServiceConfig.read(properties.of(Service.named(name)));
            if (service.enabled()) {
                services.put(name, service);
            }
        }
        checkKeys(properties, services);
        return Collections.unmodifiableMap(services);
    }

    /** What is valid but useless. */
    static List<String> warnings(ConfigReader properties) {
        Optional<String> services = properties.text(SERVICES);
        Optional<String> name = properties.text("name");
        return services.isPresent() && name.isPresent()
                ? List.of(properties.nameAndSource("name")
                        + " has no effect with etcd.registrar.services: set etcd.registrar."
                        + names(services.get()).get(0) + ".name")
                : List.of();
    }

    private static List<String> names(String text) {
        List<String> names = ConfigReader.separated(text);
        if (names.isEmpty()
                || names.stream().map(PropertyCatalog::normalized).distinct().count() < names.size()) {
            throw new IllegalArgumentException();
        }
        return names;
    }

    /** Refuses services whose keys cannot differ. Other equal keys are found when they are registered. */
    private static void checkKeys(ConfigReader properties, Map<String, ServiceConfig> services) {
        Map<String, String> holders = new HashMap<>();
        services.forEach((name, service) -> {
            for (String key : keys(name, service)) {
                // Different rules can select different addresses.
                String rules = key.contains("{ip}") ? service.network() + " " + service.ipFamily() : "";
                String holder = holders.putIfAbsent(key + " " + rules, name);
                if (holder != null) {
                    String own = ConfigReader.PREFIX + name;
                    throw properties.invalid(
                            SERVICES,
                            "services with keys of their own, but " + holder + " and " + name + " both have "
                                    + shown(key) + ": set " + own + ".prefix or " + own + ".key, or for other formats "
                                    + own + ".format.*.prefix or " + own + ".port");
                }
            }
        });
    }

    /** Every key, with open places for what is not configured. */
    private static Set<String> keys(String name, ServiceConfig service) {
        Instance instance = new Instance(
                service.name().orElse(name),
                // Each service is an instance with an id of its own.
                "{uuid} of " + name,
                service.ip().orElse("{ip}"),
                PID,
                service.host().orElse("{host}"),
                service.port().isPresent() ? service.port() : OptionalInt.of(PORT),
                service.url(),
                Instant.EPOCH,
                service.attributes());
        try {
            return service.formats()
                    .formats(service.key(), any -> "")
                    .entries(instance, LEASE)
                    .keySet();
        } catch (IllegalStateException e) {
            return Set.of(); // Its formats contradict each other, which is reported when it is registered.
        }
    }

    private static String shown(String key) {
        return key.replace(String.valueOf(PID), "{pid}")
                .replace(String.valueOf(LEASE), "{lease}")
                .replace(String.valueOf(PORT), "{port}");
    }
}
