package io.github.etcdregistrar.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.registration.ConflictPolicy;
import io.github.etcdregistrar.registration.FakeClock;
import io.github.etcdregistrar.registration.FakeEtcd;
import io.github.etcdregistrar.registration.Registration;
import io.github.etcdregistrar.registration.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

/** Each of these fails: a finding. */
class ReviewTest {

    @Test
    void anApplicationWithoutAnyServiceIsReady() {
        try (Application application = Application.start(
                Map.of("services", "orders", "orders.enabled", "false", "readiness", "true", "gate", "none"))) {
            assertThat(application.registrar().services()).isEmpty();
            assertThat(application.registrar().isReady()).isTrue();
        }
    }

    @Test
    void aServiceCalledAsTheApplicationHidesNone() {
        try (Application application = Application.start(Map.of("name", "shop", "key", "/one/{pid}", "gate", "none"))) {
            application.registrar().register(Service.named("shop").with("key", "/two/{pid}"));
            assertThat(application.registrar().services()).hasSize(2);
        }
    }

    @Test
    void stopDoesNotWaitForAnObserverOfTheGate() throws Exception {
        FakeClock clock = new FakeClock();
        FakeEtcd etcd = new FakeEtcd(clock, Duration.ofSeconds(1));
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch hangs = new CountDownLatch(1);
        Registration registration = new Registration(
                etcd::open,
                new Timing(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMillis(1500)),
                clock.surroundings(),
                (service, previous, status) -> {
                    if (status.state().isAbsent()) {
                        told.countDown();
                        try {
                            hangs.await(5, SECONDS);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }
                });
        registration.add("orders", lease -> Map.of("/orders", "v"), ConflictPolicy.WAIT);
        registration.register();
        registration.step();
        ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
        Gate down = new Gate() {
            @Override
            public String asked() {
                return "it";
            }

            @Override
            public Optional<String> closed() {
                return Optional.of("db is DOWN");
            }
        };
        Gatekeeper gates = new Gatekeeper(executor, List.of(down), registration, Duration.ofSeconds(2));
        Thread starter = new Thread(gates::start);
        starter.start();
        assertThat(told.await(5, SECONDS)).isTrue();
        long start = System.nanoTime();
        gates.end();
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        hangs.countDown();
        executor.shutdownNow();
        assertThat(waited).isLessThan(Duration.ofSeconds(1));
    }
}
