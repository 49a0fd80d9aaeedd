package io.github.etcdregistrar.internal.health;

import io.github.etcdregistrar.internal.cdi.RegistrarBean;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** {@code etcd-registration}: UP while registered, while disabled, or without services. */
@Dependent
@Readiness
public class ReadinessCheck implements HealthCheck {

    private final RegistrarBean registrar;

    @Inject
    ReadinessCheck(RegistrarBean registrar) {
        this.registrar = registrar;
    }

    @Override
    public HealthCheckResponse call() {
        return StatusData.response("etcd-registration", registrar.isReady(), registrar);
    }
}
