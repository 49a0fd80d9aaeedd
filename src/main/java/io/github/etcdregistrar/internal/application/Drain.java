package io.github.etcdregistrar.internal.application;

import io.github.etcdregistrar.internal.registration.Registration;
import io.github.etcdregistrar.internal.runtime.TerminationHooks;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Deregisters on SIGTERM and waits while the application still serves, so that callers can switch to other
 * instances; then the server stops. {@code @PreDestroy} is too late: the server no longer serves then.
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
     * Waits for SIGTERM. Called on a thread that has the application's context class loader.
     *
     * @param time how long to wait after the deregistration; zero leaves SIGTERM as it is
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
            // Without a lease nobody calls us, so there is nothing to wait for. Drain all the same: nothing may be
            // registered while other applications drain.
            boolean hadLease = registration.status().lease() != 0;
            registration.drain(budget);
            if (hadLease) {
                LOG.log(Level.INFO, "SIGTERM: the application serves for another " + time + " (etcd.registrar.drain)");
                closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Ends the wait at once: the application is being stopped. */
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
