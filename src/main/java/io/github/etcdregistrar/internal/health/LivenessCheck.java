package io.github.etcdregistrar.internal.health;

import io.github.etcdregistrar.internal.cdi.RegistrarBean;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** {@code etcd-registrar}: DOWN when our loop has stopped turning; or, if so configured, while not registered. */
@Dependent
@Liveness
public class LivenessCheck implements HealthCheck {

    private final RegistrarBean registrar;

    @Inject
    LivenessCheck(RegistrarBean registrar) {
        this.registrar = registrar;
    }

    @Override
    public HealthCheckResponse call() {
        return StatusData.response("etcd-registrar", registrar.isLive(), registrar);
    }
}
