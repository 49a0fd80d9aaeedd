package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Keeps the services of one application registered under one lease.
 *
 * <p>It is driven by calls of {@link #step()}, each of which makes a few bounded calls of the registry at the most and
 * returns how long to wait; it never sleeps and never starts a thread. All other methods may be called at any time from
 * any thread. The rules that make it correct:
 *
 * <ul>
 *   <li>A lease is good until the time before its last successful renewal was <em>sent</em>, plus the TTL.
 *   <li>Only etcd's word that there is no such lease makes us grant another one. After an outage, however long, the old
 *       lease is tried first: a restarted etcd gives it its full TTL again, and the key was never away.
 *   <li>A key is put only if it stands as it was read, so nobody else's is ever overwritten unawares.
 *   <li>When something else is to be registered, the new key comes and the old one goes in one transaction, under the
 *       same lease.
 *   <li>To deregister is to revoke the lease. Only if other services stay under it, or it may not be revoked, are keys
 *       deleted, those that stand under it and have not changed since they were read.
 *   <li>After {@link #stop} has begun nothing is put any more.
 * </ul>
 */
public final class Registration {

    private final TimeAndRandom surroundings;
    private final EventPublisher announcer;
    private final List<ServiceRegistration> services = new CopyOnWriteArrayList<>();
    private final SuspendReasons absences = new SuspendReasons();
    private final Reconciler session;
    /** While there is no service. */
    private final Status none;

    /**
     * Makes a registration of nothing, that is {@link State#OFF}.
     *
     * @param openRegistry opens the registry; called once, by the first step that needs it
     * @param timing the durations
     * @param surroundings time and chance
     * @param listener is told of changes of state
     */
    public Registration(
            Supplier<EtcdClient> openRegistry,
            Timing timing,
            TimeAndRandom surroundings,
            RegistrationListener listener) {
        this.surroundings = surroundings;
        this.announcer = new EventPublisher(listener);
        this.session = new Reconciler(openRegistry, timing, surroundings, announcer, services, absences);
        this.none = new ServiceState("", surroundings, announcer).status();
    }

    /**
     * Adds a service, to be registered with the others.
     *
     * @param name what it is called here, other than all that are there
     * @param source says what to register, and when that has changed; asked by steps
     * @param policy what to do when a key is held by somebody else
     * @throws IllegalArgumentException if there is a service of that name already
     */
    public synchronized ServiceRegistration add(String name, EntrySource source, ConflictPolicy policy) {
        if (services.stream().anyMatch(service -> service.name().equals(name) && !service.isClosed())) {
            throw new IllegalArgumentException("there is a service " + name + " already");
        }
        ServiceState journal = new ServiceState(name, surroundings, announcer);
        ServiceRegistration service = new ServiceRegistration(session, name, source, policy, journal);
        services.add(service);
        return service;
    }

    /** How all services together stand now. No I/O, no waiting. */
    public Status status() {
        Map<String, Status> all = services();
        return all.isEmpty() ? none : StatusSummary.of(all.values());
    }

    /** How it stands of what is not to be registered at all. */
    public Status nothing() {
        return none;
    }

    /**
     * How each service stands now, by its name, in the order in which they were added, without those that are closed. No
     * I/O, no waiting.
     */
    public Map<String, Status> services() {
        Map<String, Status> all = new LinkedHashMap<>();
        services.stream()
                .filter(service -> !service.isClosed())
                .forEach(service -> all.put(service.name(), service.status()));
        return all;
    }

    /** Wants to be registered: the next step begins with it. Does nothing after {@link #stop}. */
    public void register() {
        services.forEach(ServiceRegistration::tryAnew);
        absences.remove(State.OFF);
    }

    /**
     * Revokes the lease on the calling thread, and with it takes all services out. If etcd does not answer within the
     * budget, the steps go on trying.
     *
     * @param budget how long this may take
     */
    public void deregister(Duration budget) {
        leave(State.OFF, Optional.empty(), budget);
    }

    /** Takes all services out for maintenance, as {@link #deregister} does. */
    public void pause(Duration budget) {
        leave(State.PAUSED, Optional.empty(), budget);
    }

    /** Ends what {@link #pause} began. */
    public void resume() {
        absences.remove(State.PAUSED);
    }

    /**
     * Takes all services out, as {@link #deregister} does, because nobody is to be sent here.
     *
     * @param why what is to be over before they can be registered
     */
    public void closeGate(String why, Duration budget) {
        leave(State.NOT_READY, Optional.of(new Problem(ProblemCode.NOT_READY, why)), budget);
    }

    /** Ends what {@link #closeGate} began. */
    public void openGate() {
        absences.remove(State.NOT_READY);
    }

    /** Takes all services out, as {@link #deregister} does, because the application is about to stop. */
    public void drain(Duration budget) {
        leave(State.DRAINING, Optional.empty(), budget);
    }

    /**
     * Ends the registration for good: as {@link #deregister}, but what could not be revoked within the budget is left
     * to expire. Calling it again does nothing.
     *
     * @param budget how long revoking may take; closing the registry can take a second more
     */
    public void stop(Duration budget) {
        session.stop(budget);
    }

    /**
     * Does what is due. To be called again and again, by one thread at a time.
     *
     * @return how long to wait before the next call; a call that comes earlier does no harm, and serves to notice
     *     sooner that a key has changed or that {@link #register()} was called
     */
    public Duration step() {
        return session.step();
    }

    private void leave(State state, Optional<Problem> why, Duration budget) {
        absences.add(state, why);
        session.end(budget);
    }
}
