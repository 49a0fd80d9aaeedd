package io.github.etcdregistrar.internal.cdi;

import io.github.etcdregistrar.RegistrationValue;
import io.github.etcdregistrar.StateChange;
import io.github.etcdregistrar.internal.bootstrap.Core;
import io.github.etcdregistrar.internal.bootstrap.ManagedRegistrar;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;

/**
 * Makes the registrar, starts it with the application, and stops it. All methods are static, so that the container makes no
 * bean while it deploys: for each of those GlassFish logs "No valid EE environment for injection of".
 */
@Dependent
public class RegistrarLifecycle {

    @Produces
    @ApplicationScoped
    static ManagedRegistrar registrar(
            Event<StateChange> events, Instance<RegistrationValue> values, @Any Instance<Object> beans) {
        return Core.get().registrar(events, values, beans);
    }

    static void initialized(@Observes @Initialized(ApplicationScoped.class) Object event, ManagedRegistrar registrar) {
        // The registrar is a proxy here: in a build none is made, which would read the configuration of the build.
        if (!Core.get().startsInBuild()) {
            registrar.start(event);
        }
    }

    static void stop(@Disposes ManagedRegistrar registrar) {
        registrar.stop();
    }
}
