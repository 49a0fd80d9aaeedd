package io.github.etcdregistrar.internal.cdi;

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

/** Tells the metrics, and the application's observers, what happens to the registration. */
final class CdiEventPublisher implements RegistrationListener {

    private static final Logger LOG = System.getLogger(RegistrarBean.class.getName());

    private final Event<StateChange> events;
    private final UnaryOperator<String> names;
    private volatile Metrics metrics = Metrics.NONE;

    /**
     * Makes a messenger that tells observers only.
     *
     * @param names what to call a service
     */
    CdiEventPublisher(Event<StateChange> events, UnaryOperator<String> names) {
        this.events = events;
        this.names = names;
    }

    /** Tells these from now on, too. */
    void tell(Metrics shown) {
        metrics = shown;
    }

    @Override
    public void stateChanged(String service, State previous, Status status) {
        String name = names.apply(service);
        // First: an observer of the application may throw.
        metrics.stateChanged(name, previous, status);
        StateChange change = new StateChange(name, previous, status);
        events.fire(change);
        events.fireAsync(change).exceptionally(failure -> {
            LOG.log(Level.WARNING, "An observer of " + change + " has failed", failure);
            return change;
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
