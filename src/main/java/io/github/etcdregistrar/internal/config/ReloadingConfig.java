package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/**
 * The configuration of a service, and whether it has changed. An invalid one never replaces a valid one. Used by one
 * thread at a time.
 *
 * <p>Compares the text of our properties every few seconds, and reads and validates them when it differs; and in any
 * case now and then, because not every source lists its properties.
 */
public final class ReloadingConfig {

    private static final Duration COMPARE_INTERVAL = Duration.ofSeconds(5);
    private static final Duration READ_INTERVAL = Duration.ofMinutes(1);
    /** An interval lasts at least so many times as long as the check took: a slow source must not delay the lease. */
    private static final int COST_FACTOR = 1000;

    private final Supplier<Map<String, String>> text;
    private final Supplier<ServiceConfig> source;
    private volatile ServiceConfig current;
    private Map<String, String> lastText;
    private ConfigurationException wrong;
    private long nextCompare;
    private long nextRead;

    /**
     * Checks for the first time in some seconds.
     *
     * @param current the configuration now, which is valid
     * @param config where it comes from
     * @param source reads it anew
     */
    public ReloadingConfig(ServiceConfig current, Config config, Supplier<ServiceConfig> source) {
        this(current, () -> RawProperties.of(config), source);
    }

    ReloadingConfig(ServiceConfig current, Supplier<Map<String, String>> text, Supplier<ServiceConfig> source) {
        this.text = text;
        this.source = source;
        this.current = current;
        this.nextCompare = System.nanoTime() + COMPARE_INTERVAL.toNanos();
        this.nextRead = nextCompare; // No text was kept at the first reading.
    }

    public ServiceConfig current() {
        return current;
    }

    /** Makes the next call read and validate, however long ago the last time was. */
    public void checkSoon() {
        nextCompare = System.nanoTime();
        nextRead = nextCompare;
    }

    /**
     * Reads and validates the configuration if a check is due. Returns whether it has changed.
     *
     * @throws ConfigurationException while it is invalid
     */
    public boolean reloadIfDue() {
        boolean changed = false;
        long now = System.nanoTime();
        if (now - nextCompare >= 0 && (hasOtherText() || now - nextRead >= 0)) {
            try {
                ServiceConfig read = read();
                changed = !read.set().equals(current.set());
                current = read;
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

    private boolean hasOtherText() {
        long start = System.nanoTime();
        Map<String, String> now = text.get();
        nextCompare = next(start, COMPARE_INTERVAL);
        boolean differs = !now.equals(lastText);
        lastText = now;
        return differs;
    }

    private ServiceConfig read() {
        long start = System.nanoTime();
        try {
            return source.get();
        } finally {
            nextRead = next(start, READ_INTERVAL);
        }
    }

    private static long next(long start, Duration interval) {
        long end = System.nanoTime();
        return end + Math.max(interval.toNanos(), COST_FACTOR * (end - start));
    }
}
