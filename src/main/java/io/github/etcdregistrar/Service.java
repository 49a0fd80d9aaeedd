package io.github.etcdregistrar;

import io.github.etcdregistrar.internal.bootstrap.Core;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One of several services of this application: its name and the properties that the application sets. They are those
 * of the configuration, without {@code etcd.registrar.}, such as {@code port} or {@code metadata.team}:
 *
 * <pre>{@code Service.named("orders").with("port", "9090").with("metadata.team", "shop")}</pre>
 *
 * <p>{@code etcd.registrar.orders.port} overrides them; they override {@code etcd.registrar.port}. Immutable.
 */
public final class Service {

    private final String name;
    private final Map<String, String> properties;

    private Service(String name, Map<String, String> properties) {
        this.name = name;
        this.properties = properties;
    }

    /**
     * A service without properties.
     *
     * @param name letters, digits, {@code -} and {@code _}; not the first part of a property name ({@code key}, {@code
     *     tls}). It replaces {@code {app}} in keys unless the property {@code name} is set
     * @throws IllegalArgumentException if the name is invalid
     */
    public static Service named(String name) {
        Core.get().nameProblem(name).ifPresent(fault -> {
            throw new IllegalArgumentException("A service cannot be named \"" + name + "\": it must be " + fault);
        });
        return new Service(name, Map.of());
    }

    /**
     * The same service with one property added or replaced.
     *
     * @param property the property's name, without {@code etcd.registrar.}
     * @param value as in a file, but {@code ${…}} is not replaced; an empty value counts as absent. Validated when
     *     the service is registered
     * @throws IllegalArgumentException if services have no such property; the message names the nearest one
     */
    public Service with(String property, String value) {
        Objects.requireNonNull(value, () -> "the value of " + property);
        Core.get().checkProperty(property);
        Map<String, String> more = new TreeMap<>(properties);
        more.put(property, value);
        return new Service(name, more);
    }

    /** The name, by which the service is configured. */
    public String name() {
        return name;
    }

    /** The properties that the application sets, by name. A value can be secret. */
    public Map<String, String> properties() {
        return properties;
    }

    /** The names only; a value can be secret. */
    @Override
    public String toString() {
        return "Service " + name + " with " + properties.keySet();
    }
}
