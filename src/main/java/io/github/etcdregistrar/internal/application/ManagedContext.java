package io.github.etcdregistrar.internal.application;

import io.github.etcdregistrar.internal.executor.CapturedContext;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Captures a context by a stage of a future. Jakarta Concurrency 3.0: a stage of {@code newIncompleteFuture()} runs on
 * the managed executor with the context of the thread that has added it, whichever thread completes the future.
 */
final class ManagedContext implements CapturedContext {

    private final ScheduledExecutorService executor;

    ManagedContext(ScheduledExecutorService executor) {
        this.executor = executor;
    }

    /** {@inheritDoc} Throws a {@link LinkageError} or {@link RuntimeException} if the server is older. */
    @Override
    public Runnable capture(Runnable task) {
        if (!(executor instanceof ManagedExecutorService managed)) {
            throw new UnsupportedOperationException(executor.getClass() + " is not a ManagedExecutorService");
        }
        CompletableFuture<Void> trigger = managed.newIncompleteFuture();
        trigger.thenRunAsync(task);
        return () -> trigger.complete(null);
    }
}
