package io.github.etcdregistrar.internal.gate;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.State;
import io.github.etcdregistrar.Status;
import io.github.etcdregistrar.internal.bootstrap.Gate;
import io.github.etcdregistrar.internal.registration.ConflictPolicy;
import io.github.etcdregistrar.internal.registration.FakeClock;
import io.github.etcdregistrar.internal.registration.FakeEtcd;
import io.github.etcdregistrar.internal.registration.Registration;
import io.github.etcdregistrar.internal.registration.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Between the gates and the registration. */
class GateControllerTest {

    private final FakeClock clock = new FakeClock();
    private final FakeEtcd etcd = new FakeEtcd(clock, Duration.ofSeconds(1));
    private final Registration registration = new Registration(
            etcd::open,
            new Timing(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMillis(1500)),
            clock.timeAndRandom(),
            this::hangWhenTheGateCloses,
            () -> {});
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(2);
    private final CountDownLatch hangs = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean heard;

    private static final class ClosedGate implements Gate {

        @Override
        public String name() {
            return "the database";
        }

        @Override
        public Optional<String> closedReason() {
            return Optional.of("db is DOWN");
        }
    }

    @AfterEach
    void shutDown() {
        over.countDown();
        executor.shutdownNow();
    }

    @Test
    void theEndDoesNotWaitForAnObserverThatHangsWhileTheGateCloses() throws Exception {
        registration.add("orders", lease -> Map.of("/orders", "value"), ConflictPolicy.WAIT);
        registration.register();
        registration.reconcile();
        GateController keeper =
                new GateController(executor, List.of(new ClosedGate()), registration, Duration.ofSeconds(2));
        Thread starting = new Thread(keeper::start);
        starting.start();
        assertThat(hangs.await(20, SECONDS)).isTrue();

        keeper.stop();
        assertThat(heard).isFalse();
        over.countDown();
        starting.join();
    }

    private void hangWhenTheGateCloses(String service, State previous, Status status) {
        if (status.state() == State.NOT_READY) {
            hangs.countDown();
            try {
                over.await(10, SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            heard = true;
        }
    }
}
