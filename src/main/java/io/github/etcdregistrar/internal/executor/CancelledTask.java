package io.github.etcdregistrar.internal.executor;

import java.lang.reflect.Field;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Takes a cancelled task out of the queue of its executor. In that of GlassFish and Payara 7 (Concurro) it would stay until
 * it is due, and if the application is gone by then the server warns, with a stack, that its module is disabled.
 */
final class CancelledTask {

    private CancelledTask() {}

    /** Removes a task that is an inner class of its executor, as theirs are; any other stays where it is. */
    static void remove(Future<?> task) {
        try {
            for (Field field : task.getClass().getDeclaredFields()) {
                // The JDK's own are not open to us, and need not be: such executors are ours, and are shut down.
                if (ThreadPoolExecutor.class.isAssignableFrom(field.getType()) && field.trySetAccessible()) {
                    ((ThreadPoolExecutor) field.get(task)).remove((Runnable) task);
                }
            }
        } catch (IllegalAccessException | RuntimeException | LinkageError e) {
            // Then it stays, as it would without us.
        }
    }
}
