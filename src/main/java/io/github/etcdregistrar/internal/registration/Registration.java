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
 * <p>Somebody calls {@link #reconcile()} again and again. Each call makes a few bounded calls of the client at most
 * and returns how long to wait; it never sleeps and starts no thread. Any thread may call the other methods at any
 * time. The rules that make it correct:
 * <ul>
 *   <li>A lease is good until the time before its last successful renewal was <em>sent</em>, plus the TTL.
 *   <li>Another lease is granted only after etcd has answered that there is no such lease. After an outage the old
 *     lease is tried first: a restarted etcd gives it its full TTL again, and the key was never missing.
 *   <li>A key is put only if it has not changed since it was read, so no key of another owner is overwritten by
 *     accident.
 *   <li>When the entries change, one transaction puts the new keys and deletes the old ones, under the same lease.
 *   <li>Deregistration revokes the lease. If other services stay under it, or the user may not revoke it, a
 *     transaction deletes the keys that are under it and have not changed since they were read.
 *   <li>After {@link #stop} has begun nothing is put.
 * </ul>
 */
public final class Registration {

    private final TimeAndRandom timeAndRandom;
    private final EventPublisher publisher;
    private final List<ServiceRegistration> services = new CopyOnWriteArrayList<>();
    private final SuspendReasons suspendReasons = new SuspendReasons();
    private final Reconciler reconciler;
    private final Runnable wakeUp;
    /** The status without any service. */
    private final Status disabledStatus;

    /**
     * Makes a registration without services, in the state {@link State#OFF}.
     *
     * @param openClient opens the client; called once, when it is first needed
     * @param timing the durations
     * @param timeAndRandom the clocks and the source of randomness
     * @param listener is notified of changes of state
     * @param wakeUp requests a call of {@link #reconcile()} before the time that the last one returned; called by any
     *     thread
     */
    public Registration(
            Supplier<EtcdClient> openClient,
            Timing timing,
            TimeAndRandom timeAndRandom,
            RegistrationListener listener,
            Runnable wakeUp) {
        this.timeAndRandom = timeAndRandom;
        this.publisher = new EventPublisher(listener);
        this.wakeUp = wakeUp;
        this.reconciler =
                new Reconciler(openClient, timing, timeAndRandom, publisher, services, suspendReasons, wakeUp);
        this.disabledStatus = new ServiceState("", timeAndRandom, publisher).status();
    }

    /**
     * Adds a service.
     *
     * @param name a name that no other service has
     * @param source supplies the entries
     * @param policy what to do when somebody else holds a key
     * @throws IllegalArgumentException if there is a service of that name already
     */
    public synchronized ServiceRegistration add(String name, EntrySource source, ConflictPolicy policy) {
        if (services.stream().anyMatch(service -> service.name().equals(name) && !service.isClosed())) {
            throw new IllegalArgumentException("there is a service " + name + " already");
        }
        ServiceState serviceState = new ServiceState(name, timeAndRandom, publisher);
        ServiceRegistration service = new ServiceRegistration(reconciler, name, source, policy, serviceState);
        services.add(service);
        wakeUp.run();
        return service;
    }

    /** The status of all services as one. No I/O, no waiting. */
    public Status status() {
        Map<String, Status> all = services();
        return all.isEmpty() ? disabledStatus : StatusSummary.of(all.values());
    }

    /** The status of a service that is disabled. */
    public Status disabledStatus() {
        return disabledStatus;
    }

    /**
     * The status of each service by its name, in the order in which they were added, without closed ones. No I/O, no
     * waiting.
     */
    public Map<String, Status> services() {
        Map<String, Status> all = new LinkedHashMap<>();
        services.stream()
                .filter(service -> !service.isClosed())
                .forEach(service -> all.put(service.name(), service.status()));
        return all;
    }

    /** Requests registration: the next pass starts it. Does nothing after {@link #stop}. */
    public void register() {
        services.forEach(ServiceRegistration::retry);
        allow(State.OFF);
    }

    /**
     * Revokes the lease on the calling thread, which takes all services out. If etcd does not answer within the
     * budget, later passes try again.
     *
     * @param budget how long this may take
     */
    public void deregister(Duration budget) {
        suspend(State.OFF, Optional.empty(), budget);
    }

    /** Takes all services out for maintenance, as {@link #deregister} does. */
    public void pause(Duration budget) {
        suspend(State.PAUSED, Optional.empty(), budget);
    }

    /** Ends what {@link #pause} started. */
    public void resume() {
        allow(State.PAUSED);
    }

    /**
     * Takes all services out, as {@link #deregister} does, because the application is not ready.
     *
     * @param why what must end before they can be registered
     */
    public void closeGate(String why, Duration budget) {
        suspend(State.NOT_READY, Optional.of(new Problem(ProblemCode.NOT_READY, why)), budget);
    }

    /** Ends what {@link #closeGate} started. */
    public void openGate() {
        allow(State.NOT_READY);
    }

    /** Takes all services out, as {@link #deregister} does, because the application is about to stop. */
    public void drain(Duration budget) {
        suspend(State.DRAINING, Optional.empty(), budget);
    }

    /**
     * Ends the registration for good, as {@link #deregister} does, but leaves what could not be revoked within the
     * budget to expire. A second call does nothing.
     *
     * @param budget how long revoking may take; closing the client can take a second more
     */
    public void stop(Duration budget) {
        reconciler.stop(budget);
    }

    /**
     * Does what is due. Called again and again, by one thread at a time.
     *
     * @return how long to wait before the next call, unless a wake-up comes before; an earlier call does no harm
     */
    public Duration reconcile() {
        return reconciler.reconcile();
    }

    /**
     * Asks the sources of the entries whether these have changed, with a renewal of the lease that follows at once. After a
     * failure it follows when the next attempt is due.
     */
    public void update() {
        reconciler.renewSoon();
    }

    private void allow(State reason) {
        suspendReasons.remove(reason);
        wakeUp.run();
    }

    private void suspend(State state, Optional<Problem> why, Duration budget) {
        suspendReasons.add(state, why);
        reconciler.end(budget);
    }
}
