package io.github.etcdregistrar.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.registration.FakeEtcd.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random faults and calls between steps, services with keys of their own: passes. */
class ReviewFuzzTest {

    private static final Duration BUDGET = Duration.ofSeconds(2);

    @Test
    void fuzz() {
        Map<String, Integer> bad = new HashMap<>();
        for (int seed = 0; seed < 1500; seed++) {
            String fault = play(seed);
            if (fault != null) {
                bad.merge(fault.replaceAll("[0-9a-f]{12,}", "#"), 1, Integer::sum);
                if (bad.size() < 6 && bad.get(fault.replaceAll("[0-9a-f]{12,}", "#")) == 1) {
                    System.out.println("FUZZ seed " + seed + ": " + fault);
                }
            }
        }
        System.out.println("FUZZ " + bad);
        assertThat(bad).isEmpty();
    }

    private String play(int seed) {
        Random random = new Random(seed);
        FakeClock clock = new FakeClock();
        FakeEtcd etcd = new FakeEtcd(clock, Duration.ofSeconds(1));
        List<Problem> internal = new ArrayList<>();
        Map<String, State> last = new HashMap<>();
        List<String> contradictions = new ArrayList<>();
        Registration r = new Registration(
                etcd::open,
                new Timing(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMillis(1500)),
                clock.surroundings(),
                (service, previous, status) -> {
                    if (last.getOrDefault(service, State.OFF) != previous) {
                        contradictions.add(service + " " + last.get(service) + " " + previous);
                    }
                    last.put(service, status.state());
                });
        List<ServiceRegistration> services = new ArrayList<>();
        List<ServiceRegistration> closed = new ArrayList<>();
        int names = 0;
        boolean paused = false;
        boolean gate = false;
        for (int i = 0; i < 60; i++) {
            switch (random.nextInt(16)) {
                case 0, 1 -> {
                    String name = "s" + names++;
                    ConflictPolicy policy = ConflictPolicy.values()[random.nextInt(3)];
                    services.add(r.add(name, lease -> Map.of("/" + name, name), policy));
                }
                case 2 -> {
                    if (!services.isEmpty()) {
                        ServiceRegistration s = services.remove(random.nextInt(services.size()));
                        s.close(BUDGET);
                        closed.add(s);
                    }
                }
                case 3 -> r.register();
                case 4 -> {
                    r.pause(BUDGET);
                    paused = true;
                }
                case 5 -> {
                    r.resume();
                    paused = false;
                }
                case 6 -> {
                    r.closeGate("no", BUDGET);
                    gate = true;
                }
                case 7 -> {
                    r.openGate();
                    gate = false;
                }
                case 8 -> etcd.mode(Mode.values()[random.nextInt(4)]);
                case 9 -> etcd.mode(Mode.UP);
                case 10 -> {
                    if (r.status().lease() != 0) {
                        etcd.revokeLease(r.status().lease());
                    }
                }
                case 11 -> {
                    if (names > 0) {
                        etcd.grantLease(77, Duration.ofSeconds(3));
                        etcd.put("/s" + random.nextInt(names), "theirs", 77);
                    }
                }
                case 12 -> {
                    if (names > 0) {
                        etcd.delete("/s" + random.nextInt(names));
                    }
                }
                case 13 -> etcd.restart();
                case 14 -> {
                    if (random.nextInt(4) == 0) {
                        r.deregister(BUDGET);
                    }
                }
                default -> {}
            }
            if (etcd.leases().stream().filter(l -> l != 77).count() > 1) {
                return "two leases";
            }
            if ((paused || gate)
                    && !r.services().isEmpty()
                    && r.services().values().stream()
                            .anyMatch(s -> s.state() == State.REGISTERED
                                    || s.state() == State.REGISTERING
                                    || s.state() == State.LOST)) {
                if (r.services().entrySet().stream()
                        .anyMatch(e -> services.stream().anyMatch(s -> s.name().equals(e.getKey()))
                                && !e.getValue().state().isAbsent()))
                    return "absent, but "
                            + r.services().values().stream().map(Status::state).toList();
            }
            r.status()
                    .problem()
                    .filter(p -> p.code() == ProblemCode.INTERNAL_ERROR)
                    .ifPresent(internal::add);
            clock.run(r, Duration.ofMillis(random.nextInt(3000)));
        }
        etcd.mode(Mode.UP);
        r.resume();
        r.openGate();
        clock.run(r, Duration.ofSeconds(20));
        r.register();
        clock.run(r, Duration.ofSeconds(20));
        if (!internal.isEmpty()) {
            return internal.get(0).toString();
        }
        if (!contradictions.isEmpty()) {
            return "events " + contradictions.get(0);
        }
        for (ServiceRegistration s : closed) {
            if (s.status().state() != State.STOPPED) {
                return "closed is " + s.status().state();
            }
            if (etcd.entries().containsKey("/" + s.name())
                    && etcd.entries().get("/" + s.name()).lease() == r.status().lease()) {
                return "closed stands";
            }
        }
        for (ServiceRegistration s : services) {
            Entry e = etcd.entries().get("/" + s.name());
            if (s.status().state() != State.REGISTERED
                    || e == null
                    || e.lease() != r.status().lease()) {
                return "open is " + s.status().state() + (e == null ? " without key" : " with key");
            }
        }
        int puts = etcd.history().size();
        r.stop(BUDGET);
        if (etcd.leases().stream().anyMatch(l -> l != 77)) {
            return "lease after stop";
        }
        clock.run(r, Duration.ofSeconds(5));
        if (etcd.history().stream().skip(puts).anyMatch(c -> c.value() != null)) {
            return "put after stop";
        }
        return null;
    }
}
