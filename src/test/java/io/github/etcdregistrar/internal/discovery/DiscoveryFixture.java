package io.github.etcdregistrar.internal.discovery;

import io.github.etcdregistrar.Attributes;
import io.github.etcdregistrar.InstancesChanged;
import io.github.etcdregistrar.ServiceInstance;
import io.github.etcdregistrar.internal.registration.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;

/** A discovery of {@code orders} on a fake clock and a fake etcd. */
class DiscoveryFixture {

    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(1);
    static final Duration GRACE = Duration.ofSeconds(15);
    static final String PREFIX = "/services/orders/";
    private static final Duration TICK = Duration.ofMillis(10);

    final FakeClock clock = new FakeClock();
    final FakeKeyspace etcd = new FakeKeyspace(clock, REQUEST_TIMEOUT);
    final List<InstancesChanged> events = new ArrayList<>();
    private boolean wokenUp;
    final ServiceDiscovery discovery = new ServiceDiscovery(
            () -> etcd,
            new DiscoveryTiming(REQUEST_TIMEOUT, GRACE),
            clock.timeAndRandom(),
            events::add,
            () -> wokenUp = true);
    final InstanceList orders = discovery.add(query(Optional.empty()), Optional.empty());

    static ServiceQuery query(Optional<String> zone) {
        return new ServiceQuery("orders", PREFIX, DiscoveryFixture::read, zone);
    }

    /** A value is a host, or {@code host zone weight}. */
    private static List<ServiceInstance> read(String key, String value) {
        String[] parts = value.split(" ");
        if (parts[0].equals("unreadable")) {
            throw new IllegalArgumentException("it is none");
        }
        return List.of(instance(
                key,
                parts[0],
                parts.length > 1 ? Optional.of(parts[1]) : Optional.empty(),
                parts.length > 2 ? OptionalInt.of(Integer.parseInt(parts[2])) : OptionalInt.empty()));
    }

    static ServiceInstance instance(String id, String host, Optional<String> zone, OptionalInt weight) {
        return new ServiceInstance(
                "orders",
                id,
                "http",
                host,
                8080,
                new Attributes(Optional.empty(), zone, weight, List.of(), Map.of()),
                false);
    }

    /** Registers hosts under keys of their names. */
    void put(String... hosts) {
        for (String host : hosts) {
            etcd.put(PREFIX + host, host);
        }
    }

    void delete(String... hosts) {
        etcd.delete(List.of(hosts).stream().map(PREFIX::concat).toArray(String[]::new));
    }

    /** Lets time pass, with steps as in the loop. */
    void run(Duration time) {
        run(time, () -> {});
    }

    /** The same, and looks at every instant. */
    void run(Duration time, Runnable look) {
        long end = clock.nanos() + time.toNanos();
        do {
            wokenUp = false;
            long due = discovery.step().toNanos() + clock.nanos();
            look.run();
            do {
                clock.advance(Duration.ofNanos(Math.max(1, Math.min(due - clock.nanos(), TICK.toNanos()))));
                look.run();
            } while (due - clock.nanos() > 0 && !wokenUp && clock.nanos() - end < 0);
        } while (clock.nanos() - end < 0);
        discovery.step();
    }

    void runMillis(long millis) {
        run(Duration.ofMillis(millis));
    }

    /** The hosts in the list; suspect ones with a question mark. */
    List<String> hosts() {
        return orders.list().stream()
                .map(instance -> instance.host() + (instance.suspect() ? "?" : ""))
                .toList();
    }

    /** The hosts in etcd. */
    List<String> hostsInEtcd() {
        return List.copyOf(new TreeSet<>(etcd.entries().values().stream()
                .map(entry -> entry.value().split(" ")[0])
                .toList()));
    }
}
