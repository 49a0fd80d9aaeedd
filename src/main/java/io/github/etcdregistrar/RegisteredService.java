package io.github.etcdregistrar;

/** The handle of a service that the application has registered by {@link Registrar#register(Service)}. */
public interface RegisteredService extends AutoCloseable {

    /** The name, by which the service is configured. */
    String name();

    /** The status. No I/O, no waiting. */
    Status status();

    /**
     * Changes the service in place, with the next renewal of the lease. Returns at once.
     *
     * @param service the new properties
     * @throws IllegalArgumentException if it has another name
     * @throws ConfigurationException if a property is invalid
     */
    void update(Service service);

    /**
     * Deregisters this service; the others stay. Returns when it is done, or after the shutdown budget; then later
     * attempts follow. A second call does nothing.
     */
    @Override
    void close();
}
