package io.github.etcdregistrar.internal.health;

import io.github.etcdregistrar.internal.cdi.RegistrarBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * {@code etcd-registrar}: DOWN when our loop has stopped; or, if so configured, while not registered. It has a scope
 * because TomEE 9 fails to destroy checks without one, and then keeps the application's class loader.
 */
@ApplicationScoped
@Liveness
public class LivenessCheck implements HealthCheck {

    @Inject
    RegistrarBean registrar;

    @Override
    public HealthCheckResponse call() {
        return StatusData.response("etcd-registrar", registrar.isLive(), registrar);
    }
}
