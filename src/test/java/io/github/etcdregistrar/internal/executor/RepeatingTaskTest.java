package io.github.etcdregistrar.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.LogLines;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RepeatingTaskTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(3);
    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicInteger captures = new AtomicInteger();

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
    }

    @Test
    void runsAStepEarlyWhenWokenUp() {
        RepeatingTask task = task(this::once, this::step);
        task.start();
        for (int i = 1; i < 5; i++) {
            awaitSteps(i);
            task.wakeUp();
        }
        awaitSteps(5);
    }

    @Test
    void capturesTheContextOnlyWhenItWasUsed() {
        RepeatingTask task = task(this::once, () -> {
            step();
            return Duration.ofMillis(10);
        });
        task.start();
        awaitSteps(10);
        assertThat(captures).hasValue(1);
    }

    @Test
    void aWakeUpDuringAStepRunsAnother() throws InterruptedException {
        CountDownLatch going = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        RepeatingTask task = task(this::reusable, () -> {
            going.countDown();
            awaitQuietly(end);
            return step();
        });
        task.start();
        going.await();
        task.wakeUp();
        task.wakeUp();
        // Both have found the first step running before it ends: three threads, so nothing queues behind it.
        await().until(() -> captures.get() >= 1 && queueIsEmpty());
        assertThat(steps).hasValue(0);
        end.countDown();
        awaitSteps(2);
    }

    @Test
    void neverRunsTwoStepsAtOnce() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        RepeatingTask task = task(this::reusable, () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.yield();
            running.decrementAndGet();
            step();
            return Duration.ZERO;
        });
        task.start();
        await().until(() -> {
            task.wakeUp();
            return steps.get() > 200;
        });
        assertThat(most).hasValue(1);
    }

    @Test
    void pollsIfTheContextCannotBeCaptured() {
        RepeatingTask task = task(
                early -> {
                    throw new NoSuchMethodError("newIncompleteFuture");
                },
                this::step);
        task.start();
        awaitSteps(3); // though a step asks for an hour
    }

    @Test
    void anEndedTaskDoesNotWakeUp() {
        RepeatingTask task = task(this::reusable, this::step);
        task.start();
        awaitSteps(1);
        task.stop();
        executor.shutdownNow();
        task.wakeUp();
        assertThat(steps).hasValue(1);
        assertThat(task.isAlive()).isTrue();
    }

    @Test
    void aStepThatThrowsIsFollowedByAnother() {
        RepeatingTask task = task(this::reusable, () -> {
            if (steps.incrementAndGet() == 1) {
                throw new IllegalStateException("on purpose");
            }
            return LONG;
        });
        task.start();
        awaitSteps(1);
        task.wakeUp();
        awaitSteps(2);
    }

    @Test
    void aStepThatThrowsAfterTheStopIsNoError() throws InterruptedException {
        CountDownLatch going = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        RepeatingTask task = task(this::reusable, () -> {
            going.countDown();
            awaitQuietly(end);
            throw new IllegalStateException("the class loader is closed");
        });
        LogLines log = LogLines.of(RepeatingTask.class);
        try {
            task.start();
            going.await();
            task.stop();
            end.countDown();
            executor.shutdown();
            assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            assertThat(log.all()).isEmpty();
        } finally {
            log.close();
        }
    }

    private RepeatingTask task(CapturedContext context, Supplier<Duration> step) {
        return new RepeatingTask(executor, context, "the task", step, LONG);
    }

    private Duration step() {
        steps.incrementAndGet();
        return LONG;
    }

    /** Runs the task at the first call only, as a stage of a future does. */
    private Runnable once(Runnable task) {
        captures.incrementAndGet();
        AtomicInteger calls = new AtomicInteger();
        return () -> {
            if (calls.getAndIncrement() == 0) {
                executor.execute(task);
            }
        };
    }

    private Runnable reusable(Runnable task) {
        captures.incrementAndGet();
        return () -> executor.execute(task);
    }

    private void awaitSteps(int count) {
        await().atMost(1, TimeUnit.MINUTES)
                .untilAsserted(() -> assertThat(steps).hasValueGreaterThanOrEqualTo(count));
    }

    private boolean queueIsEmpty() {
        return executor instanceof java.util.concurrent.ThreadPoolExecutor pool
                && pool.getQueue().isEmpty()
                && pool.getActiveCount() == 1;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
