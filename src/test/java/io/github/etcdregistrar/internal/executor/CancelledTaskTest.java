package io.github.etcdregistrar.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CancelledTaskTest {

    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void aStoppedTaskIsNoLongerInTheQueueOfTheServersExecutor() {
        ServerExecutor executor = new ServerExecutor();
        try {
            RepeatingTask task = new RepeatingTask(executor, "the task", () -> LONG, LONG);
            task.start();
            await().until(() ->
                    executor.getCompletedTaskCount() == 1 && executor.getQueue().size() == 1);
            task.stop();
            assertThat(executor.getQueue()).isEmpty();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aTaskOfTheJdksOwnExecutorIsLeftAlone() {
        ScheduledExecutorService executor = Executors.newScheduledThreadPool(1);
        try {
            CancelledTask.remove(executor.schedule(() -> {}, 1, TimeUnit.HOURS));
            assertThat(executor.shutdownNow()).hasSize(1);
        } finally {
            executor.shutdownNow();
        }
    }

    /** As Concurro's: a task that is cancelled stays in the queue until it is due. */
    private static final class ServerExecutor extends ScheduledThreadPoolExecutor {

        ServerExecutor() {
            super(1);
        }

        @Override
        protected <V> RunnableScheduledFuture<V> decorateTask(Runnable runnable, RunnableScheduledFuture<V> task) {
            return new Task<>(task);
        }

        private final class Task<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {

            private final RunnableScheduledFuture<V> timing;

            Task(RunnableScheduledFuture<V> timing) {
                super(timing, null);
                this.timing = timing;
            }

            @Override
            public boolean isPeriodic() {
                return isShutdown(); // Never asked for; a compiler leaves out what an inner class does not use.
            }

            @Override
            public long getDelay(TimeUnit unit) {
                return timing.getDelay(unit);
            }

            @Override
            public int compareTo(Delayed other) {
                return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
            }
        }
    }
}
