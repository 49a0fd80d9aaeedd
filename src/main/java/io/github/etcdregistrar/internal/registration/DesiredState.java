package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.State;
import java.util.List;
import java.util.Optional;

/** Says which services are desired, and updates the states of those that are suspended or closed. */
final class DesiredState {

    private final LazyEtcdClient client;
    private final List<ServiceRegistration> services;
    private final SuspendReasons suspendReasons;

    private volatile boolean stopped;

    /**
     * Desires every service for which there is no reason to suspend it.
     *
     * @param services the services; can change
     * @param suspendReasons why none of them may be registered; can change
     */
    DesiredState(LazyEtcdClient client, List<ServiceRegistration> services, SuspendReasons suspendReasons) {
        this.client = client;
        this.services = services;
        this.suspendReasons = suspendReasons;
    }

    /** Desires nothing any more, for good. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    /** Whether this service must be registered. */
    boolean includes(ServiceRegistration service) {
        return isAllowed() && service.isDesired();
    }

    /** Whether no service is desired. */
    boolean isEmpty() {
        return !isAllowed() || services.stream().noneMatch(ServiceRegistration::isDesired);
    }

    /**
     * Brings the state of a service in line with what is desired.
     *
     * @param hasLease whether its keys may be in etcd
     * @return whether it starts to register
     */
    boolean update(ServiceRegistration service, boolean hasLease) {
        State state = service.serviceState.state();
        if (service.isClosed()) {
            removeIfReleased(service);
        } else if (includes(service) && (state.isAbsent() || state == State.FAILED)) {
            service.serviceState.change(State.REGISTERING, "Registering");
            service.claims.observer.verifyAgain();
            return true;
        } else if (isAllowed() && state.isAbsent()) {
            service.retry(); // It gave up, and was suspended since: it may try again.
        } else if (!isAllowed() && (state.isAbsent() || state.isActive() && !hasLease)) {
            suspend(service, "Not registered");
        }
        return false;
    }

    /** Ends the registration of a service that is not desired any more. */
    void finish(ServiceRegistration service, String message) {
        if (stopped) {
            service.serviceState.change(State.STOPPED, message);
        } else if (service.isClosed()) {
            removeIfReleased(service);
        } else {
            suspend(service, message);
        }
    }

    /** Removes a closed service of which etcd holds nothing any more. */
    void removeIfReleased(ServiceRegistration service) {
        if (service.claims.isEmpty()) {
            services.remove(service);
            service.serviceState.change(State.STOPPED, service.serviceState.releasedMessage());
            if (client.isOpen()) {
                service.claims.observer.unwatch();
            }
        }
    }

    private void suspend(ServiceRegistration service, String message) {
        Optional<State> state = suspendReasons.state();
        if (state.isPresent()) {
            service.serviceState.suspend(state.get(), message, suspendReasons.why());
        }
    }

    private boolean isAllowed() {
        return suspendReasons.isEmpty() && !stopped;
    }
}
