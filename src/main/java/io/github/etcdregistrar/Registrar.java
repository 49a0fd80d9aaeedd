package io.github.etcdregistrar;

import java.util.Map;

/**
 * The registration of this application in etcd: inject it to ask how it stands, or to interfere. The application is registered
 * when it starts, kept registered, and deregistered when it stops, without a call of these methods.
 *
 * <p>Every change of state is fired as a CDI event, {@link StateChange}. All methods may be called by any thread.
 */
public interface Registrar {

    /**
     * How the registration stands now, by our own clock: asks nobody and never waits. With several services, it stands
     * as the one of them that needs looking after most.
     */
    Status status();

    /** How the registration of each service stands now, by its name, as {@link #status()} does for all of them. */
    Map<String, Status> services();

    /** Whether this instance, with all its services, stands in etcd under a living lease. */
    boolean isRegistered();

    /**
     * Takes this instance out of etcd and returns when that is done, or after the shutdown budget at the latest; it is
     * tried further then. It stays out until {@link #register()}.
     */
    void deregister();

    /**
     * Registers this instance again after {@link #deregister()}, or after the key was found to be held by somebody else
     * and the policy was to give up. Returns at once. Does nothing while {@code etcd.registrar.enabled} is false.
     */
    void register();

    /**
     * Registers one more service of this application, under the same lease. Returns at once; it is registered and kept
     * as those of the configuration are.
     *
     * @return the service as it is registered; to be closed when it ends, unless that is with the application
     * @throws IllegalArgumentException if there is a service of that name already
     * @throws ConfigurationException if a property of it is not right
     */
    RegisteredService register(Service service);

    /**
     * Takes this instance out of etcd for maintenance, as {@link #deregister()} does, until {@link #resume()}. The state
     * is {@link State#PAUSED} meanwhile.
     */
    void pause();

    /** Registers this instance again after {@link #pause()}. Returns at once. */
    void resume();

    /**
     * Works out anew what to register, from the configuration and the {@link RegistrationValue} as they are now, with
     * the next renewal of the lease. Keys that stay keep their lease and their create revision. Returns at once. A
     * configuration source that has changed is noticed without this, a few seconds later.
     */
    void update();
}
