package io.github.etcdregistrar.internal.gate;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.internal.bootstrap.Gate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GateMonitorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ByHand executor = new ByHand();
    private final AtomicInteger changes = new AtomicInteger();
    private long now = 42;

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    /** Runs what was scheduled when it is appliedVerdict to, and remembers how long it was to wait. */
    private static final class ByHand extends ScheduledThreadPoolExecutor {
        private Runnable next;
        private Duration wait;
        private boolean refuses;

        ByHand() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            if (refuses) {
                throw new RejectedExecutionException("shutting down");
            }
            next = task;
            wait = Duration.of(delay, unit.toChronoUnit());
            return null;
        }

        /** Runs it; how long the next is to wait, null if there is none. */
        Duration run() {
            Runnable task = next;
            next = null;
            wait = null;
            task.run();
            return wait;
        }
    }

    /** A gate that says what is supplied. */
    private record FakeGate(Supplier<Optional<String>> answer, boolean staysOpen) implements Gate {

        static FakeGate saying(List<String> answer) {
            return new FakeGate(() -> answer.stream().findFirst(), false);
        }

        @Override
        public String name() {
            return "the fake";
        }

        @Override
        public Optional<String> closedReason() {
            return answer.get();
        }
    }

    private GateMonitor watch(Gate... gates) {
        GateMonitor watch = new GateMonitor(executor, List.of(gates), changes::incrementAndGet, () -> now);
        watch.start();
        return watch;
    }

    @Test
    void isClosedBeforeTheFirstLook() {
        assertThat(watch(FakeGate.saying(List.of())).closedReason()).contains("the application is starting");
    }

    @Test
    void withoutGatesItIsOpenAndLooksAtNothing() {
        assertThat(watch().closedReason()).isEmpty();
        assertThat(executor.next).isNull();
    }

    @Test
    void looksOftenUntilItWasOpenAndThenSeldom() {
        List<String> answer = new ArrayList<>(List.of("no database"));
        GateMonitor watch = watch(FakeGate.saying(answer));

        assertThat(executor.run()).isEqualTo(GateMonitor.STARTUP_INTERVAL);
        assertThat(watch.closedReason()).contains("no database");
        answer.clear();
        assertThat(executor.run()).isEqualTo(GateMonitor.INTERVAL);
        assertThat(watch.closedReason()).isEmpty();
        answer.add("no cache");
        assertThat(executor.run()).isEqualTo(GateMonitor.INTERVAL);
        assertThat(watch.closedReason()).contains("no cache");
    }

    @Test
    void tellsChangesAndNothingElse() {
        List<String> answer = new ArrayList<>(List.of("no database"));
        watch(FakeGate.saying(answer));

        executor.run();
        assertThat(changes).hasValue(1);
        executor.run();
        assertThat(changes).hasValue(1);
        answer.set(0, "no cache");
        executor.run();
        assertThat(changes).hasValue(2);
        answer.clear();
        executor.run();
        assertThat(changes).hasValue(3);
    }

    @Test
    void aGateThatStaysOpenIsAskedUntilItWasAndHidesThoseAfterIt() {
        List<String> start = new ArrayList<>(List.of("not started"));
        AtomicInteger asked = new AtomicInteger();
        List<String> readiness = new ArrayList<>(List.of("no database"));
        GateMonitor watch = watch(
                new FakeGate(
                        () -> {
                            asked.incrementAndGet();
                            return start.stream().findFirst();
                        },
                        true),
                FakeGate.saying(readiness));

        executor.run();
        assertThat(watch.closedReason()).contains("not started");
        start.clear();
        executor.run();
        assertThat(watch.closedReason()).contains("no database");
        start.add("not started, again");
        executor.run();
        assertThat(watch.closedReason()).contains("no database");
        assertThat(asked).hasValue(2);
    }

    @Test
    void whenAllStayOpenItLooksNoMore() {
        GateMonitor watch = watch(new FakeGate(Optional::empty, true));

        assertThat(executor.run()).isNull();
        assertThat(watch.closedReason()).isEmpty();
        assertThat(changes).hasValue(1);
    }

    @Test
    void aGateThatThrowsIsClosedAndAskedAgain() {
        List<RuntimeException> failures = new ArrayList<>(List.of(new IllegalStateException("broken")));
        GateMonitor watch = watch(new FakeGate(
                () -> {
                    failures.forEach(failure -> {
                        throw failure;
                    });
                    return Optional.empty();
                },
                false));

        executor.run();
        assertThat(watch.closedReason()).contains("the fake failed: java.lang.IllegalStateException: broken");
        failures.clear();
        executor.run();
        assertThat(watch.closedReason()).isEmpty();
    }

    @Test
    void aListenerThatThrowsEndsNothing() {
        List<String> answer = new ArrayList<>();
        GateMonitor watch = new GateMonitor(executor, List.of(FakeGate.saying(answer)), () -> {
            throw new IllegalStateException("made by the test");
        });
        watch.start();

        executor.run();
        answer.add("no database");
        executor.run();
        assertThat(watch.closedReason()).contains("no database");
    }

    @Test
    void anExecutorThatRefusesLeavesTheVerdict() {
        GateMonitor watch = watch(FakeGate.saying(List.of()));
        executor.refuses = true;
        executor.run();
        assertThat(watch.closedReason()).isEmpty();
    }

    @Test
    void aGateThatDoesNotAnswerIsClosedAfterAWhile() {
        List<Optional<String>> meanwhile = new ArrayList<>();
        GateMonitor[] watch = new GateMonitor[1];
        List<Runnable> during = new ArrayList<>();
        watch[0] = watch(new FakeGate(
                () -> {
                    during.forEach(Runnable::run);
                    return Optional.empty();
                },
                false));
        executor.run();

        during.add(() -> {
            now += PATIENCE.toNanos();
            meanwhile.add(watch[0].closedReason());
            now++;
            meanwhile.add(watch[0].closedReason());
        });
        executor.run();
        assertThat(meanwhile)
                .containsExactly(Optional.empty(), Optional.of("no answer from the fake for more than 10 s"));
        assertThat(watch[0].closedReason()).isEmpty();
    }

    @Test
    void neverBlocksAndEndsDuringALook() throws InterruptedException {
        ScheduledThreadPoolExecutor real = new ScheduledThreadPoolExecutor(1);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try {
            GateMonitor watch = new GateMonitor(
                    real,
                    List.of(new FakeGate(
                            () -> {
                                asked.countDown();
                                awaitQuietly(answer);
                                return Optional.empty();
                            },
                            false)),
                    changes::incrementAndGet);
            watch.start();
            assertThat(asked.await(20, SECONDS)).isTrue();
            assertThat(watch.closedReason()).contains("the application is starting");

            watch.stop();
            answer.countDown();
            await().atMost(20, SECONDS).until(() -> real.getActiveCount() == 0);
            assertThat(real.getQueue()).isEmpty();
            assertThat(changes).hasValue(0);
        } finally {
            real.shutdownNow();
        }
    }

    @Test
    void endCancelsTheNextLook() {
        ScheduledThreadPoolExecutor real = new ScheduledThreadPoolExecutor(1);
        real.setRemoveOnCancelPolicy(true);
        try {
            GateMonitor watch =
                    new GateMonitor(real, List.of(FakeGate.saying(List.of("no"))), changes::incrementAndGet);
            watch.start();
            await().atMost(20, SECONDS).until(() -> changes.get() == 1);
            watch.stop();
            await().atMost(20, SECONDS).until(() -> real.getQueue().isEmpty() && real.getActiveCount() == 0);
        } finally {
            real.shutdownNow();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
