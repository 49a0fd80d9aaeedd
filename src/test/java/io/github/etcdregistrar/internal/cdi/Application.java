package io.github.etcdregistrar.internal.cdi;

import io.github.etcdregistrar.internal.bootstrap.ManagedRegistrar;
import io.github.etcdregistrar.internal.config.ConfigReader;
import io.github.etcdregistrar.internal.health.LivenessProducer;
import io.github.etcdregistrar.internal.health.ReadinessProducer;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Liveness;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/** An application without a server: Weld, our bean and extension, and a configuration. */
public final class Application implements AutoCloseable {

    private final WeldContainer container;

    private Application(WeldContainer container) {
        this.container = container;
    }

    /** Starts an application with the configuration given, names without {@code etcd.registrar.}, and more beans. */
    public static Application start(Map<String, String> properties, Class<?>... beans) {
        return startWith(RegistrarLifecycle.class, properties, beans);
    }

    /** The same with a registrar that is made in another way. */
    static Application startWith(Class<?> lifecycle, Map<String, String> properties, Class<?>... beans) {
        configure(properties);
        return new Application(weld(lifecycle, beans).initialize());
    }

    /** Makes this the configuration of all that is started from now on. */
    static void configure(Map<String, String> properties) {
        ConfigProviderResolver resolver = ConfigProviderResolver.instance();
        resolver.releaseConfig(resolver.getConfig());
        // There is no server to wait for.
        resolver.registerConfig(
                config(properties, Map.of("gate", "none")),
                Thread.currentThread().getContextClassLoader());
    }

    public static Config config(Map<String, String> properties) {
        return config(properties, Map.of());
    }

    private static Config config(Map<String, String> properties, Map<String, String> defaults) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new Source(properties, defaults))
                .build();
    }

    /** What is changed in the map is changed in the configuration. */
    private record Source(Map<String, String> properties, Map<String, String> defaults) implements ConfigSource {

        @Override
        public Set<String> getPropertyNames() {
            return properties.keySet().stream()
                    .map(name -> ConfigReader.PREFIX + name)
                    .collect(Collectors.toSet());
        }

        @Override
        public String getValue(String name) {
            String own = name.startsWith(ConfigReader.PREFIX) ? name.substring(ConfigReader.PREFIX.length()) : "";
            return properties.getOrDefault(own, defaults.get(own));
        }

        @Override
        public String getName() {
            return "the test";
        }
    }

    private static Weld weld(Class<?> lifecycle, Class<?>... beans) {
        return new Weld()
                .disableDiscovery()
                .addExtension(new RegistrarExtension())
                .addBeanClasses(lifecycle, StartupObserver.class, LivenessProducer.class, ReadinessProducer.class)
                .addBeanClasses(beans);
    }

    public ManagedRegistrar registrar() {
        return select(ManagedRegistrar.class);
    }

    <T> T select(Class<T> type) {
        return container.select(type).get();
    }

    /** What the liveness check says beside UP or DOWN. */
    Map<String, Object> health() {
        return container
                .select(HealthCheck.class, Liveness.Literal.INSTANCE)
                .get()
                .call()
                .getData()
                .orElseThrow();
    }

    WeldContainer container() {
        return container;
    }

    /** Stops the application: the registrar has stopped when this returns. */
    @Override
    public void close() {
        container.close();
    }
}
