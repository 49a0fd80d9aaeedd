package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.ConfigurationException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The configuration of a service, and whether it has changed since. One that is not right any more never replaces one that was. To
 * be asked by one thread at a time.
 */
public final class ReloadingConfig {

    private static final Duration SHORTEST_DISTANCE = Duration.ofSeconds(5);
    /** How many times as long as a look takes to wait for the next: a source can be slow, and the lease must not suffer. */
    private static final int PATIENCE = 1000;

    private final Supplier<ServiceConfig> source;
    private volatile ServiceConfig current;
    private ConfigurationException wrong;
    private long nextLook;

    /**
     * Reads the configuration for the first time.
     *
     * @throws ConfigurationException if it is not right
     */
    public ReloadingConfig(Supplier<ServiceConfig> source) {
        this.source = source;
        this.current = read();
    }

    public ServiceConfig current() {
        return current;
    }

    /** The next question is to be answered by a look, however long ago the last one was. */
    public void lookSoon() {
        nextLook = System.nanoTime();
    }

    /**
     * Whether it has changed, as far as is known: it is looked at every few seconds at the most.
     *
     * @throws ConfigurationException if it is not right any more, until it is
     */
    public boolean hasChanged() {
        boolean changed = false;
        if (System.nanoTime() - nextLook >= 0) {
            try {
                ServiceConfig now = read();
                changed = !now.set().equals(current.set());
                current = now;
                wrong = null;
            } catch (ConfigurationException e) {
                wrong = e;
            }
        }
        if (wrong != null) {
            throw wrong;
        }
        return changed;
    }

    private ServiceConfig read() {
        long start = System.nanoTime();
        try {
            return source.get();
        } finally {
            long end = System.nanoTime();
            nextLook = end + Math.max(SHORTEST_DISTANCE.toNanos(), PATIENCE * (end - start));
        }
    }
}
