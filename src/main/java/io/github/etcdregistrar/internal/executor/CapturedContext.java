package io.github.etcdregistrar.internal.executor;

/** Lets any thread run a task on an executor with the context of the application. */
@FunctionalInterface
public interface CapturedContext {

    /**
     * Captures the context of the calling thread.
     *
     * @param task the task
     * @return runs the task on the executor, once at least, with that context; any thread may call it
     */
    Runnable capture(Runnable task);
}
