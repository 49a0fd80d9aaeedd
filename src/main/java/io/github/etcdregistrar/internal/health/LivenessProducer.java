package io.github.etcdregistrar.internal.health;

import io.github.etcdregistrar.internal.bootstrap.ManagedRegistrar;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Liveness;

/**
 * Makes our liveness check, {@code etcd-registrar}: DOWN when our loop has stopped; or, if so configured, while not registered.
 * Static, as all that a container makes while it deploys. It has a scope because TomEE 9 fails to destroy checks without one,
 * and then keeps the application's class loader.
 */
@Dependent
public class LivenessProducer {

    @Produces
    @ApplicationScoped
    @Liveness
    static HealthCheck check(ManagedRegistrar registrar) {
        return new RegistrarCheck("etcd-registrar", registrar, ManagedRegistrar::isLive);
    }
}
