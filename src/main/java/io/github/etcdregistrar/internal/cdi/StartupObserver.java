package io.github.etcdregistrar.internal.cdi;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.spi.BeanManager;

/**
 * Passes the event on that CDI 4 has and CDI 3 has not: there {@code beans.xml} leaves this bean out. Static, because
 * GlassFish complains of each bean that it makes while it deploys.
 */
@Dependent
public class StartupObserver {

    static void started(@Observes @Priority(Integer.MAX_VALUE) Startup event, BeanManager beans) {
        RegistrarLifecycle.instance(beans).started(event);
    }
}
