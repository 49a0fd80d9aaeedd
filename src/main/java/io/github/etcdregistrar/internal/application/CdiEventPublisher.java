package io.github.etcdregistrar.internal.application;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import io.github.etcdregistrar.StateChange;
import io.github.etcdregistrar.Status;
import io.github.etcdregistrar.internal.metrics.Metrics;
import io.github.etcdregistrar.internal.registration.RegistrationListener;
import jakarta.enterprise.event.Event;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.UnaryOperator;

/** Passes events of the registration on to the metrics and to CDI observers. */
final class CdiEventPublisher implements RegistrationListener {

    private static final Logger LOG = System.getLogger(RegistrarBean.class.getName());

    private final Event<StateChange> events;
    private final UnaryOperator<String> names;
    private volatile Metrics metrics = Metrics.NONE;

    /**
     * Makes a publisher without metrics.
     *
     * @param names gives the name of a service
     */
    CdiEventPublisher(Event<StateChange> events, UnaryOperator<String> names) {
        this.events = events;
        this.names = names;
    }

    /** Passes events on to these metrics, too. */
    void setMetrics(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void stateChanged(String service, State previous, Status status) {
        String name = names.apply(service);
        // Metrics first: an observer may throw.
        metrics.stateChanged(name, previous, status);
        StateChange change = new StateChange(name, previous, status);
        events.fire(change);
        fireAsync(events, change, change.toString());
    }

    /**
     * Fires an event at the asynchronous observers, and logs if one fails.
     *
     * @param what the event, for the log
     */
    static <T> void fireAsync(Event<T> events, T event, String what) {
        events.fireAsync(event).exceptionally(failure -> {
            LOG.log(Level.WARNING, "An observer of " + what + " has failed", failure);
            return event;
        });
    }

    @Override
    public void renewed() {
        metrics.renewed();
    }

    @Override
    public void failed(ProblemCode kind) {
        metrics.failed(kind);
    }
}
