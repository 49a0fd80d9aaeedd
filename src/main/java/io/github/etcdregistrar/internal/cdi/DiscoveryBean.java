package io.github.etcdregistrar.internal.cdi;

import io.github.etcdregistrar.Discover;
import io.github.etcdregistrar.Discovery;
import io.github.etcdregistrar.InstancesChanged;
import io.github.etcdregistrar.LoadBalancer;
import io.github.etcdregistrar.ServiceInstances;
import io.github.etcdregistrar.internal.bootstrap.ManagedRegistrar;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;

/** What an application injects to find others. */
@ApplicationScoped
public class DiscoveryBean implements Discovery {

    private final ManagedRegistrar registrar;
    private final Event<InstancesChanged> changes;
    private final Instance<LoadBalancer> balancers;

    /** For the container's proxy. */
    protected DiscoveryBean() {
        this(null, null, null);
    }

    @Inject
    DiscoveryBean(ManagedRegistrar registrar, Event<InstancesChanged> changes, Instance<LoadBalancer> balancers) {
        this.registrar = registrar;
        this.changes = changes;
        this.balancers = balancers;
    }

    @Override
    public ServiceInstances instances(String service) {
        return registrar.instances(service, changes, balancers);
    }

    @Produces
    @Dependent
    @Discover("")
    ServiceInstances discovered(InjectionPoint at) {
        return at.getQualifiers().stream()
                .filter(Discover.class::isInstance)
                .map(qualifier -> instances(((Discover) qualifier).value()))
                .findFirst()
                .orElseThrow();
    }
}
