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
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;

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

    static void initialized(@Observes @Initialized(ApplicationScoped.class) Object event, BeanManager beans) {
        // In a build no registrar is made, because it would read the configuration of the build.
        if (!Core.get().startsInBuild()) {
            instance(beans).start(event);
        }
    }

    static void stop(@Disposes ManagedRegistrar registrar) {
        registrar.stop();
    }

    /** The registrar itself: making a proxy's class takes 30 ms of a deployment on a cold server. */
    static ManagedRegistrar instance(BeanManager beans) {
        @SuppressWarnings("unchecked") // It has this type among its types.
        Bean<ManagedRegistrar> bean = (Bean<ManagedRegistrar>) beans.resolve(beans.getBeans(ManagedRegistrar.class));
        return beans.getContext(bean.getScope()).get(bean, beans.createCreationalContext(bean));
    }
}
