package io.github.etcdregistrar.internal.registration;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets the client renew the lease between two passes, so that not every renewal needs a pass on the server's executor.
 * A renewal that fails is left to the next pass, which follows at once.
 */
final class KeepAlive {

    /** The longest time without a pass that renews: the configuration and the address are looked at with it. */
    private static final Duration LONGEST_WITHOUT_PASS = Duration.ofSeconds(5);
    /** The most renewals without a pass: after three quarters of the TTL a pass is in time even if none has succeeded. */
    private static final int MOST_RENEWALS = 2;

    private final Supplier<EtcdClient> client;
    private final List<ServiceRegistration> services;
    private final TimeAndRandom timeAndRandom;
    private final EventPublisher publisher;
    private final Runnable wakeUp;
    private Optional<Renewals> renewals = Optional.empty();

    /**
     * Renews nothing yet.
     *
     * @param services the services whose claims are under the lease; can change
     * @param wakeUp requests an early pass; called by any thread
     */
    KeepAlive(
            Supplier<EtcdClient> client,
            List<ServiceRegistration> services,
            TimeAndRandom timeAndRandom,
            EventPublisher publisher,
            Runnable wakeUp) {
        this.client = client;
        this.services = services;
        this.timeAndRandom = timeAndRandom;
        this.publisher = publisher;
        this.wakeUp = wakeUp;
    }

    /** Begins with a lease that was just renewed, unless it has begun. Returns when a pass must renew it. */
    long begin(Lease lease) {
        if (renewals.isEmpty()) {
            renewals = start(lease);
        }
        return renewals.map(begun -> begun.passDueNanos).orElseGet(lease::renewalDueNanos);
    }

    /** When the renewal that has failed was sent; empty if none has. */
    Optional<Long> failedNanos() {
        return renewals.filter(begun -> begun.failed).map(begun -> begun.sentNanos);
    }

    /** Expects nothing more of the client. It ends with its next call that renews or revokes. */
    void end() {
        renewals = Optional.empty();
    }

    private Optional<Renewals> start(Lease lease) {
        Duration interval = lease.renewalInterval();
        // Not by methods of Duration, which compute with BigDecimal.
        int times = (int) Math.min(MOST_RENEWALS, LONGEST_WITHOUT_PASS.toNanos() / interval.toNanos() - 1);
        if (times < 1) {
            return Optional.empty();
        }
        long due = lease.renewalDueNanos();
        Renewals begun = new Renewals(lease, due + interval.toNanos() * times);
        Duration delay = Duration.ofNanos(Math.max(0, due - timeAndRandom.now()));
        return client.get().keepAlive(lease.id, delay, interval, times, begun) ? Optional.of(begun) : Optional.empty();
    }

    /** Those of one time without a pass. */
    private final class Renewals implements KeepAliveListener {

        private final Lease lease;
        private final long passDueNanos;
        private volatile long sentNanos;
        private volatile boolean failed;

        Renewals(Lease lease, long passDueNanos) {
            this.lease = lease;
            this.passDueNanos = passDueNanos;
        }

        @Override
        public void sending() {
            sentNanos = timeAndRandom.now();
        }

        @Override
        public void renewed(Duration ttl) {
            lease.renewed(sentNanos, ttl);
            services.forEach(service -> service.claims.observer.renewed());
            publisher.enqueue(RegistrationListener::renewed);
        }

        @Override
        public void failed() {
            failed = true;
            wakeUp.run();
        }
    }
}
