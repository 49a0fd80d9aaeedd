package io.github.etcdregistrar.health;

import io.github.etcdregistrar.cdi.Registrar;
import io.github.etcdregistrar.registration.Status;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** {@code etcd-registration}: UP while this instance is registered. */
@Readiness
public class ReadinessCheck implements HealthCheck {

    private final Registrar registrar;

    @Inject
    ReadinessCheck(Registrar registrar) {
        this.registrar = registrar;
    }

    @Override
    public HealthCheckResponse call() {
        Status status = registrar.status();
        return StatusData.response("etcd-registration", status.isRegistered(), status);
    }
}
