package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.ConfigurationException;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The configuration of a service, and whether it has changed. An invalid one never replaces a valid one. Used by one
 * thread at a time.
 */
public final class ReloadingConfig {

    private static final Duration SHORTEST_DISTANCE = Duration.ofSeconds(5);
    /** The interval is so many times the duration of a check: a source can be slow, and the lease must not suffer. */
    private static final int PATIENCE = 1000;

    private final Supplier<ServiceConfig> source;
    private volatile ServiceConfig current;
    private ConfigurationException wrong;
    private long nextLook;

    /**
     * Checks for the first time in some seconds.
     *
     * @param current the configuration now, which is valid
     * @param source reads it anew
     */
    public ReloadingConfig(ServiceConfig current, Supplier<ServiceConfig> source) {
        this.source = source;
        this.current = current;
        this.nextLook = System.nanoTime() + SHORTEST_DISTANCE.toNanos();
    }

    public ServiceConfig current() {
        return current;
    }

    /** Makes the next call check, however long ago the last check was. */
    public void checkSoon() {
        nextLook = System.nanoTime();
    }

    /**
     * Whether it has changed, as of the last check, which is some seconds old at most.
     *
     * @throws ConfigurationException while it is invalid
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
