package io.github.etcdregistrar.benchmark;

import io.github.etcdregistrar.State;
import io.github.etcdregistrar.Status;
import io.github.etcdregistrar.internal.executor.RepeatingTask;
import io.github.etcdregistrar.internal.registration.ConflictPolicy;
import io.github.etcdregistrar.internal.registration.EtcdClient;
import io.github.etcdregistrar.internal.registration.Registration;
import io.github.etcdregistrar.internal.registration.RegistrationListener;
import io.github.etcdregistrar.internal.registration.TimeAndRandom;
import io.github.etcdregistrar.internal.registration.Timing;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One registration of a fleet, with a lease, a connection and a loop of its own. */
final class FleetMember implements RegistrationListener {
    private final Registration registration;
    private final RepeatingTask loop;
    private final AtomicInteger losses;
    private volatile long lastRenewalNanos;

    /**
     * Does not start yet.
     *
     * @param losses counts how often a member was registered, and is not any more
     */
    FleetMember(
            String key,
            Supplier<EtcdClient> client,
            Timing timing,
            ScheduledExecutorService executor,
            AtomicInteger losses) {
        this.losses = losses;
        registration = new Registration(client, timing, TimeAndRandom.real(), this, this::wakeUp);
        registration.add(key, lease -> Map.of(key, key), ConflictPolicy.WAIT);
        loop = new RepeatingTask(
                executor, task -> () -> executor.execute(task), key, registration::reconcile, Duration.ofMinutes(10));
    }

    void start() {
        registration.register();
        loop.start();
    }

    /** Ends its loop, and leaves its key to expire. */
    void stop() {
        loop.stop();
    }

    private void wakeUp() {
        if (loop != null) {
            loop.wakeUp();
        }
    }

    boolean isRegistered() {
        return registration.status().isRegistered();
    }

    /** Whether it is registered, and its lease was renewed or granted after that time. */
    boolean isProvenSince(long nanos) {
        return isRegistered() && lastRenewalNanos - nanos > 0;
    }

    @Override
    public void stateChanged(String service, State previous, Status status) {
        if (previous == State.REGISTERED && status.state() == State.LOST) {
            losses.incrementAndGet();
        }
        if (status.state() == State.REGISTERED) {
            lastRenewalNanos = System.nanoTime();
        }
    }

    @Override
    public void renewed() {
        lastRenewalNanos = System.nanoTime();
    }
}
