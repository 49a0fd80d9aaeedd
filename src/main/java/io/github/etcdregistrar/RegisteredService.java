package io.github.etcdregistrar;

/** The handle of a service that the application has registered by {@link Registrar#register(Service)}. */
public interface RegisteredService extends AutoCloseable {

    /** The name, by which the service is configured. */
    String name();

    /** The status. No I/O, no waiting. */
    Status status();

    /**
     * Changes the service in place, half a second later at most if etcd answers. Returns at once.
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
