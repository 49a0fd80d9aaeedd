package io.github.etcdregistrar.cdi;

import io.github.etcdregistrar.registration.State;
import io.github.etcdregistrar.registration.Status;

/**
 * A CDI event: the registration has changed its state.
 *
 * <p>Observe it with {@code @ObservesAsync}. With {@code @Observes} it arrives on the thread that renews the lease, in
 * order; such an observer must return quickly.
 *
 * @param previous the state before
 * @param status how the registration stands since
 */
public record StateChange(State previous, Status status) {}
