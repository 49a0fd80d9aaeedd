package io.github.etcdregistrar.internal.health;

import io.github.etcdregistrar.internal.cdi.RegistrarBean;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** {@code etcd-registrar}: DOWN when our loop has stopped; or, if so configured, while not registered. */
final class LivenessCheck implements HealthCheck {

    private final RegistrarBean registrar;

    LivenessCheck(RegistrarBean registrar) {
        this.registrar = registrar;
    }

    @Override
    public HealthCheckResponse call() {
        return StatusData.response("etcd-registrar", registrar.isLive(), registrar);
    }
}
