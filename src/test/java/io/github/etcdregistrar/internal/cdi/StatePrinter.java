package io.github.etcdregistrar.internal.cdi;

import io.github.etcdregistrar.StateChange;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Prints each state, on whichever thread it is told of it. */
@ApplicationScoped
class StatePrinter {
    void on(@Observes StateChange change) {
        System.out.println(change.status().state());
    }
}
