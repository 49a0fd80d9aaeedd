package io.github.etcdregistrar;

import java.util.Map;

/**
 * The registration of this application in etcd. The application is registered when it starts, kept registered, and
 * deregistered when it stops, without any call. Inject this bean to ask for the status or to intervene.
 *
 * <p>Every change of state is fired as a CDI event, {@link StateChange}. Any thread may call these methods.
 */
public interface Registrar {

    /**
     * The status, by our own clock. No I/O, no waiting. With several services, the status of the worst
     * one, with the keys of all.
     */
    Status status();

    /** The status of each service by its name. No I/O, no waiting. */
    Map<String, Status> services();

    /** Whether this instance, with all its services, is in etcd under a living lease. */
    boolean isRegistered();

    /**
     * Deregisters this instance until {@link #register()}. Returns when it is done, or after the shutdown budget;
     * then later attempts follow.
     */
    void deregister();

    /**
     * Registers this instance again after {@link #deregister()}, or after it gave up because somebody else holds the
     * key. Returns at once. Does nothing while {@code etcd.registrar.enabled} is false.
     */
    void register();

    /**
     * Registers one more service of this application, under the same lease. Returns at once; the service is kept
     * registered like a configured one.
     *
     * @return the handle; close it to deregister the service before the application stops
     * @throws IllegalArgumentException if there is a service of that name already
     * @throws ConfigurationException if a property is invalid
     */
    RegisteredService register(Service service);

    /**
     * Deregisters this instance for maintenance, as {@link #deregister()} does, until {@link #resume()}. The state
     * is {@link State#PAUSED} meanwhile.
     */
    void pause();

    /** Registers this instance again after {@link #pause()}. Returns at once. */
    void resume();

    /**
     * Computes anew what to register, from the configuration and the {@link RegistrationValue}, and puts it if it has
     * changed, half a second later at most if etcd answers. Keys that stay keep their lease and create revision. Returns at
     * once. A changed configuration source is noticed without this call, a few seconds later.
     */
    void update();
}
