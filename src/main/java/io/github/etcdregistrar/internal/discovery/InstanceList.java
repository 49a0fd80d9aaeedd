package io.github.etcdregistrar.internal.discovery;

import io.github.etcdregistrar.LoadBalancer;
import io.github.etcdregistrar.NoInstanceException;
import io.github.etcdregistrar.Problem;
import io.github.etcdregistrar.ServiceInstance;
import io.github.etcdregistrar.ServiceInstances;
import io.github.etcdregistrar.internal.registration.TimeAndRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** What the application has in its hands. One thread updates it, any thread reads it. */
public final class InstanceList implements ServiceInstances {

    private final ServiceQuery query;
    private final DiscoveryTiming timing;
    private final TimeAndRandom time;
    private final Optional<LoadBalancer> balancer;
    private final AtomicInteger turns;
    private final Map<String, Long> refusedUntil = new ConcurrentHashMap<>();
    private final Predicate<ServiceInstance> refused = this::isRefused;

    private volatile Snapshot snapshot = Snapshot.EMPTY;
    /** Since when there are instances, or none. */
    private volatile Instant since;

    private volatile Proof proof;
    private volatile Problem problem;
    private volatile int unreadable;
    private volatile boolean closed;

    private record Proof(long nanos, Instant at) {}

    InstanceList(ServiceQuery query, DiscoveryTiming timing, TimeAndRandom time, Optional<LoadBalancer> balancer) {
        this.query = query;
        this.timing = timing;
        this.time = time;
        this.balancer = balancer;
        this.since = time.wallClock().instant();
        this.turns = new AtomicInteger(time.random().nextInt()); // Not all clients begin with the same instance.
    }

    @Override
    public String name() {
        return query.name();
    }

    @Override
    public List<ServiceInstance> list() {
        return current().all();
    }

    @Override
    public Optional<ServiceInstance> choose() {
        Snapshot now = current();
        boolean anyRefused = !refusedUntil.isEmpty();
        if (balancer.isPresent() && !now.all().isEmpty()) {
            List<ServiceInstance> candidates = now.candidates(refused);
            return Optional.of(balancer.get().choose(name(), candidates));
        }
        return Optional.ofNullable(now.choose(turns.getAndIncrement(), anyRefused ? refused : null));
    }

    @Override
    public ServiceInstance require() {
        return choose().orElseThrow(() -> new NoInstanceException(whyNone()));
    }

    @Override
    public ServiceInstance await(Duration timeout) {
        long end = time.nanoTime().getAsLong() + timeout.toNanos();
        try {
            synchronized (this) {
                for (long left = timeout.toNanos(); current().all().isEmpty() && left > 0; ) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                    left = end - time.nanoTime().getAsLong();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return require();
    }

    @Override
    public void refused(ServiceInstance instance) {
        long now = time.nanoTime().getAsLong();
        refusedUntil.values().removeIf(until -> until - now <= 0);
        refusedUntil.put(address(instance), now + DiscoveryTiming.REFUSED.toNanos());
    }

    @Override
    public Optional<Instant> staleSince() {
        current();
        return isStale() ? Optional.of(lastProof().orElse(since)) : Optional.empty();
    }

    @Override
    public Optional<Instant> lastProof() {
        return Optional.ofNullable(proof).map(Proof::at);
    }

    /** How many instances are known; zero after the application has stopped. */
    public int size() {
        return snapshot.all().size();
    }

    /** How many values below the prefix cannot be read. */
    public int unreadable() {
        return unreadable;
    }

    /** The time since the last proof; empty if there was none. */
    public Optional<Duration> age() {
        return Optional.ofNullable(proof)
                .map(last -> Duration.ofNanos(time.nanoTime().getAsLong() - last.nanos()));
    }

    /** Why etcd does not prove the list; empty if it does. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem);
    }

    static String address(ServiceInstance instance) {
        return instance.host() + " " + instance.port();
    }

    boolean isStale() {
        return age().map(age -> age.compareTo(timing.staleAfter()) > 0).orElse(true);
    }

    void unreadable(int values) {
        unreadable = values;
    }

    void publish(Snapshot next) {
        if (next.all().isEmpty() != snapshot.all().isEmpty()) {
            since = time.wallClock().instant();
        }
        snapshot = next;
        wakeWaiting();
    }

    void proven(long sentNanos) {
        long age = time.nanoTime().getAsLong() - sentNanos;
        proof = new Proof(sentNanos, time.wallClock().instant().minusNanos(age));
        problem = null;
    }

    void failed(Problem why) {
        problem = why;
    }

    void close() {
        closed = true;
        snapshot = Snapshot.EMPTY;
        wakeWaiting();
    }

    private synchronized void wakeWaiting() {
        notifyAll();
    }

    private boolean isRefused(ServiceInstance instance) {
        Long until = refusedUntil.get(address(instance));
        return until != null && until - time.nanoTime().getAsLong() > 0;
    }

    private Snapshot current() {
        if (closed) {
            throw new IllegalStateException(
                    "the instances of " + query.name() + " are not looked for any more: the application has stopped");
        }
        return snapshot;
    }

    private String whyNone() {
        String why = Optional.ofNullable(problem).map(known -> ": " + known).orElse("");
        String etcd;
        if (proof == null) {
            etcd = "etcd has not answered yet" + why;
        } else if (isStale()) {
            etcd = "there was none when etcd last answered, at " + proof.at() + why;
        } else {
            etcd = "etcd has none below " + query.prefix();
        }
        return "No instance of " + query.name() + " is known since " + since + ": " + etcd
                + (unreadable > 0 ? "; values there that cannot be read: " + unreadable : "");
    }
}
