package io.github.etcdregistrar.benchmark;

import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.internal.discovery.InstanceList;
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.etcd.ClientPool;
import io.github.etcdregistrar.internal.etcd.RunningDiscovery;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.Timing;
import io.github.etcdregistrar.testing.EtcdView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Many registrations in one process, each with a lease, a connection and a loop of its own, against one etcd and against
 * three: what etcd has to do, and what happens after all of it has restarted.
 */
final class Fleet implements AutoCloseable {
    private static final String PREFIX = "/fleet/";
    /** For the loops, which wait for etcd's answers. */
    private static final int THREADS = 200;

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration STEADY = Duration.ofSeconds(30);

    /** Kept, because java.util.logging refers to loggers weakly. */
    private static final Logger LOG = Logger.getLogger("io.github.etcdregistrar");

    private final FleetEtcd etcd;
    private final Timing timing;
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(THREADS);
    private final ClientPool clients = new ClientPool(2);
    private final List<FleetMember> members = new ArrayList<>();
    private final AtomicInteger losses = new AtomicInteger();

    private Fleet(FleetEtcd etcd, Duration ttl) {
        this.etcd = etcd;
        Duration fitting = ttl.dividedBy(5);
        this.timing = new Timing(
                ttl,
                fitting.compareTo(Duration.ofSeconds(1)) < 0 ? fitting : Duration.ofSeconds(1),
                Duration.ofMillis(1500));
    }

    /** Measures fleets of the sizes and TTLs given, on one etcd and on three. */
    static void measure() {
        LOG.setLevel(Level.SEVERE); // Ten thousand lines of those that were lost and are back.
        FleetTable table = new FleetTable();
        for (int etcds : numbers("benchmark.fleet.etcds", "1,3")) {
            for (int ttl : numbers("benchmark.fleet.ttls", "5,15,60")) {
                for (int size : numbers("benchmark.fleet.sizes", "100,1000,10000")) {
                    try (FleetEtcd etcd = FleetEtcd.start(etcds);
                            Fleet fleet = new Fleet(etcd, Duration.ofSeconds(ttl))) {
                        table.add(fleet.run(size, ttl, etcds));
                    }
                }
            }
        }
        table.write();
    }

    private static List<Integer> numbers(String property, String byDefault) {
        return List.of(System.getProperty(property, byDefault).split(",")).stream()
                .map(Integer::valueOf)
                .toList();
    }

    private FleetTable.Row run(int size, int ttl, int etcds) {
        FleetTable.Row row = new FleetTable.Row(size, ttl, etcds);
        try (RunningDiscovery discovery = new RunningDiscovery(clients.open(config()), timing.requestTimeout())) {
            InstanceList found = discovery.add("fleet", PREFIX);
            row.registered = seconds(started -> {
                add(size);
                return awaitAll(FleetMember::isRegistered);
            });
            if (row.registered < 0) {
                return row; // This machine cannot do that.
            }
            await().atMost(LIMIT).until(() -> found.list().size() == size);
            measureSteadyState(row);
            row.seen = seconds(started -> {
                add(1);
                return reached(() -> found.list().size() == size + 1);
            });
            int before = losses.get();
            etcd.kill();
            etcd.restart();
            row.peakKept = measurePeak(() -> row.backKept = seconds(this::awaitProof));
            etcd.kill();
            etcd.wipe();
            etcd.restart();
            row.peakWiped = measurePeak(() -> row.backWiped = seconds(this::awaitProof));
            row.lostByRestarts = losses.get() - before;
            try (EtcdView view = EtcdView.of(etcd.endpoints())) {
                row.leases = view.leases().size();
            }
        }
        return row;
    }

    private EtcdClientConfig config() {
        return new EtcdClientConfig(
                List.of(etcd.endpoints()).stream()
                        .map(endpoint -> Endpoint.parse(endpoint, false))
                        .toList(),
                timing.requestTimeout());
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            FleetMember member =
                    new FleetMember(PREFIX + members.size(), () -> clients.open(config()), timing, executor, losses);
            members.add(member);
            member.start();
        }
    }

    private void measureSteadyState(FleetTable.Row row) {
        int before = losses.get();
        FleetEtcd.Load first = etcd.load();
        long started = System.nanoTime();
        sleep(STEADY);
        double seconds = (System.nanoTime() - started) / 1e9;
        FleetEtcd.Load last = etcd.load();
        row.requests = (last.requests() - first.requests()) / seconds;
        row.cpu = (last.cpuSeconds() - first.cpuSeconds()) * 1000 / seconds;
        row.lost = losses.get() - before;
    }

    /** The most requests in a second of those during the action. */
    private double measurePeak(Runnable action) {
        FleetEtcd.PeakMeter meter = etcd.measurePeak();
        try {
            action.run();
        } finally {
            meter.close();
        }
        return meter.peak();
    }

    private boolean awaitProof(long since) {
        return awaitAll(member -> member.isProvenSince(since));
    }

    private boolean awaitAll(Predicate<FleetMember> condition) {
        return reached(() -> members.stream().allMatch(condition));
    }

    private static boolean reached(Callable<Boolean> condition) {
        try {
            await().atMost(LIMIT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /** How long an action takes that is told when it has started; negative if it fails. */
    private static double seconds(LongPredicate action) {
        long started = System.nanoTime();
        return action.test(started) ? (System.nanoTime() - started) / 1e9 : -1;
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        members.forEach(FleetMember::stop);
        executor.shutdownNow();
        clients.close();
    }
}
