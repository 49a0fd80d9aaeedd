package io.github.etcdregistrar;

/**
 * A CDI event: the registration of a service has changed its state.
 *
 * <p>Observe it with {@code @ObservesAsync}. With {@code @Observes} it arrives on the thread that renews the lease, in
 * order; such an observer must return quickly.
 *
 * @param service the service's name: as it is among {@code etcd.registrar.services}, or the application's
 * @param previous the state before
 * @param status how the registration stands since
 */
public record StateChange(String service, State previous, Status status) {}
