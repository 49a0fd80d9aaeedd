package io.github.etcdregistrar.benchmark;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** A bean of an application that uses of CDI, MicroProfile Config and Health what we use, and so pays for their first use. */
@Liveness
@ApplicationScoped
public class OneBean implements HealthCheck {

    @Inject
    @ConfigProperty(name = "greeting", defaultValue = "Hello")
    String greeting;

    void started(@Observes @Initialized(ApplicationScoped.class) Object event) {
        System.out.println(greeting);
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.up("one bean");
    }
}
