package io.github.etcdregistrar.servers.apps;

import io.github.etcdregistrar.StateChange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;

/** Prints what it observes to the server's log. */
@ApplicationScoped
public class StateChangePrinter {
    void changed(@Observes StateChange change) {
        System.out.println("observed: " + change.status().state());
    }

    void changedMeanwhile(@ObservesAsync StateChange change) {
        System.out.println("observed later: " + change.status().state());
    }
}
