package io.github.etcdregistrar.internal.health;

import io.github.etcdregistrar.internal.cdi.RegistrarBean;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** {@code etcd-registration}: UP while registered, while disabled, or without services. */
final class ReadinessCheck implements HealthCheck {

    private final RegistrarBean registrar;

    ReadinessCheck(RegistrarBean registrar) {
        this.registrar = registrar;
    }

    @Override
    public HealthCheckResponse call() {
        return StatusData.response("etcd-registration", registrar.isReady(), registrar);
    }
}
