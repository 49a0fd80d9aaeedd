package io.github.etcdregistrar.internal.cdi;

import io.github.etcdregistrar.internal.registration.Registration;
import io.github.etcdregistrar.internal.runtime.TerminationHooks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What comes between SIGTERM and the server's stop: the deregistration, and then some time in which the application still
 * serves, so that those who know this instance can let go of it. It cannot come later: when servers tell an application
 * that it is to stop, they serve nobody any more.
 */
final class Drain implements AutoCloseable {

    private static final Logger LOG = System.getLogger(RegistrarBean.class.getName());

    private final Registration registration;
    private final Duration time;
    private final Duration budget;
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AutoCloseable termination;

    /**
     * Begins to wait for SIGTERM. To be made on a thread that has the application's context class loader.
     *
     * @param time how long to wait after the deregistration; if zero, SIGTERM does what it always did
     * @param budget how long the deregistration may take
     */
    Drain(Registration registration, Duration time, Duration budget) {
        this.registration = registration;
        this.time = time;
        this.budget = budget;
        this.termination = time.isZero() ? () -> {} : TerminationHooks.before(this::run);
    }

    private void run() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            // Nobody has to let go of what nobody knows. But it must not be registered while others drain.
            boolean known = registration.status().lease() != 0;
            registration.drain(budget);
            if (known) {
                LOG.log(Level.INFO, "SIGTERM: the application serves for another " + time + " (etcd.registrar.drain)");
                closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Ends the wait, if there is one: whoever stops the application means now. Does not wait for anything itself. */
    @Override
    public void close() {
        closed.countDown();
        try {
            termination.close();
        } catch (Exception | LinkageError e) {
            LOG.log(Level.WARNING, "The handler of SIGTERM is still there", e);
        }
    }
}
