package io.github.etcdregistrar.internal.health;

import io.github.etcdregistrar.internal.bootstrap.ManagedRegistrar;
import java.util.function.Predicate;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** A check that has the status of the registrar as its data. */
class RegistrarCheck implements HealthCheck {

    private final String name;
    private final ManagedRegistrar registrar;
    private final Predicate<ManagedRegistrar> isUp;

    RegistrarCheck(String name, ManagedRegistrar registrar, Predicate<ManagedRegistrar> isUp) {
        this.name = name;
        this.registrar = registrar;
        this.isUp = isUp;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name).status(isUp.test(registrar));
        registrar.healthData().forEach((datum, value) -> {
            if (value instanceof Long number) {
                response.withData(datum, number);
            } else {
                response.withData(datum, (String) value);
            }
        });
        return response.build();
    }
}
