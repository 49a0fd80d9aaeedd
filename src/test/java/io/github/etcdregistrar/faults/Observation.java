package io.github.etcdregistrar.faults;

import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Looks at etcd ten times a second, past all proxies, from the beginning of a case to its end. It knows since when the
 * key has stood as it should, or has been away, and whether the application said anything that was not true.
 */
final class Observation implements AutoCloseable {
    private static final long PERIOD_MILLIS = 100;
    /** Leases live for seconds, so they need not be counted as often. */
    private static final int LEASES_EVERY = 5;

    /** How the key stands. */
    enum Sight {
        /** With the configured value, under a lease that is not somebody else's. */
        STANDING,
        ABSENT,
        OTHER
    }

    private final EtcdView view;
    private final Hand hand;
    private final StatusTruth truth;
    private final ListTruth listTruth;
    private final Set<Long> leasesSeen = ConcurrentHashMap.newKeySet();
    private final Set<String> failures = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::run, "observation");
    private volatile boolean closed;
    private Sight sight = Sight.OTHER;
    private long since = System.nanoTime();
    private long lastSeen = since;

    Observation(EtcdView view, Hand hand, StatusTruth truth, ListTruth listTruth) {
        this.view = view;
        this.hand = hand;
        this.truth = truth;
        this.listTruth = listTruth;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits until the key has been in sight like this for a while, without a break.
     *
     * @param fromNanos from when on to count
     * @param stay how long without a break; times when etcd does not answer are not held against it
     * @param limit how long to wait for the beginning of that while
     * @return how long after {@code fromNanos} the while began; nothing if it did not within the limit
     */
    Optional<Duration> await(Sight wanted, long fromNanos, Duration stay, Duration limit) {
        while (true) {
            long began;
            synchronized (this) {
                began = Math.max(0, since - fromNanos);
                long lasted = lastSeen - Math.max(since, fromNanos);
                if (sight == wanted && lasted >= stay.toNanos()) {
                    return Optional.of(Duration.ofNanos(began));
                }
                began = sight == wanted ? began : System.nanoTime() - fromNanos;
            }
            boolean blind = System.nanoTime() - fromNanos
                    > limit.plus(stay.multipliedBy(2)).toNanos();
            if (began > limit.toNanos() || blind) {
                return Optional.empty();
            }
            pause();
        }
    }

    /** All leases ever seen that are not somebody else's. */
    int leasesSeen() {
        return leasesSeen.size();
    }

    /** What the application said that was not true, or what went wrong with looking. */
    List<String> problems() {
        Set<String> all = new LinkedHashSet<>(truth.problems());
        all.addAll(listTruth.problems());
        all.addAll(failures);
        return new ArrayList<>(all);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (int round = 0; !closed; round++) {
            try {
                look(round);
            } catch (StatusRuntimeException e) {
                // Etcd is away, and nothing is known.
            } catch (RuntimeException e) {
                failures.add("could not look: " + e);
            }
            pause();
        }
    }

    private void look(int round) {
        Optional<Entry> entry = view.get(Scene.KEY);
        seen(entry.map(this::judge).orElse(Sight.ABSENT));
        truth.compare(entry);
        listTruth.compare(entry);
        if (round % LEASES_EVERY == 0) {
            view.leases().stream().filter(lease -> !hand.owns(lease)).forEach(leasesSeen::add);
        }
    }

    private Sight judge(Entry entry) {
        boolean good = entry.value().equals(Scene.VALUE) && entry.lease() != 0 && !hand.owns(entry.lease());
        return good ? Sight.STANDING : Sight.OTHER;
    }

    private synchronized void seen(Sight now) {
        lastSeen = System.nanoTime();
        if (now != sight) {
            sight = now;
            since = lastSeen;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
