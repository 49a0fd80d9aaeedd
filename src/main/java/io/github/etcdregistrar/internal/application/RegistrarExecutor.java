package io.github.etcdregistrar.internal.application;

import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.internal.executor.CapturedContext;
import io.github.etcdregistrar.internal.runtime.ServerRuntime;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The executor of the loop: the server's, or one of our own.
 *
 * @param service the executor
 * @param own whether it is our own, which we shut down
 */
record RegistrarExecutor(ScheduledExecutorService service, boolean own) implements AutoCloseable {

    private static final Logger LOG = System.getLogger(RegistrarBean.class.getName());
    private static final String DEFAULT_NAME = "java:comp/DefaultManagedScheduledExecutorService";

    /**
     * Finds the server's executor, or makes one with daemon threads if the server has none by the default name.
     *
     * @param configuredName its JNDI name, if configured
     * @param threads the number of threads of an own executor
     * @throws ConfigurationException if there is none by the configured name
     */
    static RegistrarExecutor find(Optional<String> configuredName, int threads) {
        Optional<ScheduledExecutorService> found =
                JndiNames.lookup(configuredName.orElse(DEFAULT_NAME), ScheduledExecutorService.class);
        if (found.isPresent()) {
            return new RegistrarExecutor(found.get(), false);
        }
        configuredName.ifPresent(name -> {
            throw new ConfigurationException("etcd.registrar.executor = " + name
                    + " is invalid: it must be the JNDI name of a ManagedScheduledExecutorService");
        });
        LOG.log(
                Level.INFO,
                "The server has no {0}{1}; using threads of our own: {2}",
                DEFAULT_NAME,
                ServerRuntime.isOpenLiberty() ? " (that is the feature concurrent-3.0)" : "",
                threads);
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return new RegistrarExecutor(
                Executors.newScheduledThreadPool(threads, task -> {
                    Thread thread = new Thread(task, "etcd-registrar-loop");
                    thread.setDaemon(true);
                    thread.setContextClassLoader(loader);
                    return thread;
                }),
                true);
    }

    /** Captures the context of a thread of the application. */
    CapturedContext context() {
        // A class of its own, because not every server has Jakarta Concurrency.
        return own ? task -> () -> service.execute(task) : new ManagedContext(service);
    }

    /** Ends an own executor. Returns when its threads have ended, or after 200 ms. */
    @Override
    public void close() {
        if (own) {
            service.shutdownNow();
            try {
                service.awaitTermination(200, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
