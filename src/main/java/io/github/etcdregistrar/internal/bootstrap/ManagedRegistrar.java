package io.github.etcdregistrar.internal.bootstrap;

import io.github.etcdregistrar.InstancesChanged;
import io.github.etcdregistrar.LoadBalancer;
import io.github.etcdregistrar.Registrar;
import io.github.etcdregistrar.ServiceInstances;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import java.util.Map;

/** The registrar as the beans see it, which start and stop it, show its health, and hand out what it finds. */
public interface ManagedRegistrar extends Registrar {

    /**
     * Starts, unless it has started.
     *
     * @param event the payload of the event, the servlet context where there are servlets
     */
    void start(Object event);

    /** Takes note of the event of CDI 4, which is the last that comes while an application starts. */
    void started(Object event);

    /** Deregisters, and ends all threads. */
    void stop();

    /** The result of the liveness check, as {@code etcd.registrar.liveness} defines it. */
    boolean isLive();

    /** The result of the readiness check: UP while registered, while disabled, without services, or if it is off. */
    boolean isReady();

    /** The data of both checks by name: texts, numbers and truth values. */
    Map<String, Object> healthData();

    /**
     * The list of a service, for which the discovery starts when the first is asked for.
     *
     * @throws IllegalStateException after the application has stopped
     */
    ServiceInstances instances(String service, Event<InstancesChanged> changes, Instance<LoadBalancer> balancers);
}
