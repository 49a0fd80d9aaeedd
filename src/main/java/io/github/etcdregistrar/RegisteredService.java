package io.github.etcdregistrar;

import io.github.etcdregistrar.internal.cdi.RegistrarBean;

/** A service that the application has registered itself, by {@link RegistrarBean#register(Service)}. */
public interface RegisteredService extends AutoCloseable {

    /** Its name, by which it is configured. */
    String name();

    /** How its registration stands now: asks nobody and never waits. */
    Status status();

    /**
     * Changes what is registered, in place, with the next renewal of the lease. Returns at once.
     *
     * @param service what is said of it from now on
     * @throws IllegalArgumentException if that is another service, by its name
     * @throws ConfigurationException if a property of it is not right
     */
    void update(Service service);

    /**
     * Takes it out and returns when that is done, or after the shutdown budget at the latest; it is tried further then.
     * The other services stay. Calling it again does nothing.
     */
    @Override
    void close();
}
