package io.github.etcdregistrar.internal.metrics;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.Status;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * All that one sink shows of this application. Every series is there from the start, but those of failures: there are
 * many kinds, and each begins with its first failure.
 */
final class Series {

    private static final Logger LOG = System.getLogger(Series.class.getName());

    private final Sink sink;
    private final String application;
    private final Runnable renewals;
    private final Map<ProblemCode, Runnable> failures = new EnumMap<>(ProblemCode.class);
    private final Map<String, Runnable> reregistrations = new HashMap<>();
    private final Map<String, Consumer<Duration>> recoveries = new HashMap<>();
    private boolean closed;

    /**
     * Makes them. What it throws leaves some behind: the sink is to be closed then.
     *
     * @param services those that have series of their own
     * @param statuses how each service stands
     */
    Series(Sink sink, String application, Set<String> services, Supplier<Map<String, Status>> statuses) {
        this.sink = sink;
        this.application = application;
        sink.gauge(Measure.LEASE_REMAINING, attributes(), () -> remaining(statuses.get()));
        renewals = sink.counter(Measure.LEASE_RENEWALS, attributes());
        for (String service : services) {
            Map<String, String> attributes = attributes(Measure.SERVICE, service);
            sink.gauge(Measure.REGISTERED, attributes, () -> registered(statuses.get(), service));
            reregistrations.put(service, sink.counter(Measure.REREGISTRATIONS, attributes));
            recoveries.put(service, sink.durations(Measure.RECOVERY_DURATION, attributes));
        }
    }

    /** Begins the series of a service that is looked for. */
    synchronized void discovered(String service, DoubleSupplier instances, DoubleSupplier ageSeconds) {
        if (closed) {
            return;
        }
        Map<String, String> attributes = attributes(Measure.SERVICE, service);
        sink.gauge(Measure.DISCOVERY_INSTANCES, attributes, instances);
        sink.gauge(Measure.DISCOVERY_AGE, attributes, ageSeconds);
    }

    void renewed() {
        renewals.run();
    }

    synchronized void failed(ProblemCode kind) {
        if (!closed) {
            failures.computeIfAbsent(kind, this::failures).run();
        }
    }

    private Runnable failures(ProblemCode kind) {
        String type = kind.name().toLowerCase(Locale.ROOT);
        try {
            return sink.counter(Measure.FAILURES, attributes(Measure.ERROR_TYPE, type));
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, sink.getClass().getSimpleName() + " does not show " + type + ": " + e.getMessage());
            return () -> {};
        }
    }

    /** Begins no series any more. The sink is closed afterwards. */
    synchronized void close() {
        closed = true;
    }

    void recovered(String service, Duration duration) {
        if (reregistrations.containsKey(service)) {
            reregistrations.get(service).run();
            recoveries.get(service).accept(duration);
        }
    }

    private Map<String, String> attributes(String... more) {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put(Measure.APPLICATION, application);
        for (int i = 0; i < more.length; i += 2) {
            attributes.put(more[i], more[i + 1]);
        }
        return attributes;
    }

    private static double registered(Map<String, Status> statuses, String service) {
        Status status = statuses.get(service);
        return status != null && status.isRegistered() ? 1 : 0;
    }

    /** All services are under the one lease, but not every status may know it. */
    private static double remaining(Map<String, Status> statuses) {
        long longest = 0;
        for (Status status : statuses.values()) {
            longest = Math.max(longest, status.remaining().toNanos());
        }
        return longest / 1e9;
    }
}
