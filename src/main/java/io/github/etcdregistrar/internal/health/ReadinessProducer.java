package io.github.etcdregistrar.internal.health;

import io.github.etcdregistrar.internal.bootstrap.ManagedRegistrar;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;

/**
 * Makes our readiness check, {@code etcd-registration}, unless it is left out: UP while registered, while disabled, or without
 * services. Static, as all that a container makes while it deploys. Without a scope, because SmallRye Health leaves a check out
 * by its class, and one with a scope has that of a proxy.
 */
@Dependent
public class ReadinessProducer {

    @Produces
    @Dependent
    @Readiness
    static HealthCheck check(ManagedRegistrar registrar) {
        return new ReadinessCheck(registrar);
    }
}
