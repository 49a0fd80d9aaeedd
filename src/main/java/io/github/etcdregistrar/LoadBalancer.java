package io.github.etcdregistrar;

import java.util.List;

/** A bean that chooses instances instead of the default, round robin by weight. The application implements it. */
@FunctionalInterface
public interface LoadBalancer {

    /**
     * Chooses one instance. Called for each {@link ServiceInstances#choose()} on its thread, so it must not wait.
     *
     * @param service the name by which the instances were looked for
     * @param candidates not empty: those that have not just refused a connection, if there are any; without suspect ones,
     *     if there are others
     * @return one of them
     */
    ServiceInstance choose(String service, List<ServiceInstance> candidates);
}
