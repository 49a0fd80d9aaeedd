package io.github.etcdregistrar.internal.metrics;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.Status;
import io.github.etcdregistrar.internal.registration.RegistrationListener;
import jakarta.enterprise.inject.Instance;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The metrics of one application: listens to its registration, and exports the metrics through each metrics API of the
 * server, from {@link #start} to {@link #close()}. Without one, does nothing. Never throws.
 */
public final class Metrics implements RegistrationListener, AutoCloseable {

    private static final Logger LOG = System.getLogger(Metrics.class.getName());

    /** Exports nothing. */
    public static final Metrics NONE = new Metrics(List.of(), "", Set.of(), Map::of, System::nanoTime);

    private final LongSupplier nanoTime;
    private final List<Series> series = new ArrayList<>();
    private final List<Sink> openSinks = new ArrayList<>();
    /** When services were lost that are not registered again yet, by the monotonic clock. */
    private final Map<String, Long> lostNanos = new ConcurrentHashMap<>();

    /**
     * Starts to export. Called on a thread with the context of the application. If the server has MicroProfile Metrics and
     * Telemetry, both export: the first is scraped, the second pushes to a collector.
     *
     * @param beans all beans, injected: producers of registries look at the injection point
     * @param application what tells this application from others in the same server
     * @param services those that have series of their own
     * @param statuses how each service stands, by its name, without I/O
     */
    public static Metrics start(
            Instance<Object> beans, String application, Set<String> services, Supplier<Map<String, Status>> statuses) {
        List<Sink> sinks = new ArrayList<>();
        find(() -> MicroProfileMetrics.find(beans)).ifPresent(sinks::add);
        find(() -> OpenTelemetryMetrics.find(beans)).ifPresent(sinks::add);
        return new Metrics(sinks, application, services, statuses, System::nanoTime);
    }

    Metrics(
            List<Sink> sinks,
            String application,
            Set<String> services,
            Supplier<Map<String, Status>> statuses,
            LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        for (Sink sink : sinks) {
            openSinks.add(sink);
            try {
                series.add(new Series(sink, application, services, statuses));
            } catch (RuntimeException e) {
                // Such as another application's metrics of the same name with other tags.
                LOG.log(Level.WARNING, sink.getClass().getSimpleName() + " shows no metrics: " + e.getMessage());
                LOG.log(Level.DEBUG, "That is because of", e);
                close(sink);
            } catch (LinkageError e) {
                LOG.log(Level.DEBUG, "The server has another version of what we know", e);
                close(sink);
            }
        }
    }

    /** An API that is absent or switched off is no problem. */
    private static Optional<Sink> find(Supplier<Optional<Sink>> search) {
        try {
            return search.get();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.DEBUG, "The server has no such metrics", e);
            return Optional.empty();
        }
    }

    /** Shows a service that is looked for. To be called on a thread of the application. */
    public void discovered(String service, DoubleSupplier instances, DoubleSupplier ageSeconds) {
        for (Series one : series) {
            try {
                one.discovered(service, instances, ageSeconds);
            } catch (RuntimeException | LinkageError e) {
                LOG.log(
                        Level.WARNING,
                        "The metrics of the discovery of " + service + " are not shown: " + e.getMessage());
            }
        }
    }

    @Override
    public void stateChanged(String service, State previous, Status status) {
        switch (status.state()) {
            case LOST, CONFLICT -> {
                if (previous == State.REGISTERED) {
                    lostNanos.put(service, nanoTime.getAsLong());
                }
            }
            case REGISTERED -> {
                Long since = lostNanos.remove(service);
                if (since != null) {
                    Duration duration = Duration.ofNanos(nanoTime.getAsLong() - since);
                    series.forEach(one -> one.recovered(service, duration));
                }
            }
            default -> lostNanos.remove(service);
        }
    }

    @Override
    public void renewed() {
        series.forEach(Series::renewed);
    }

    @Override
    public void failed(ProblemCode code) {
        series.forEach(one -> one.failed(code));
    }

    /** Removes all metrics. Later events are ignored. */
    @Override
    public void close() {
        // No lambda: the server may have closed the application's class loader already, and nothing new can be loaded.
        for (Series shown : series) {
            shown.close();
        }
        for (Sink sink : openSinks) {
            close(sink);
        }
    }

    private static void close(Sink sink) {
        try {
            sink.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.log(Level.WARNING, "Metrics could not be removed from the server", e);
        }
    }
}
