package io.github.etcdregistrar;

/** Finds the instances of services in etcd. Inject this bean to look for a service whose name is known at runtime only. */
public interface Discovery {

    /**
     * The instances of a service. The first call begins to look for them; it returns at once.
     *
     * @param service the name of the service, without {@code /}; properties {@code etcd.registrar.discovery.<name>.*} say
     *     where it is found
     * @return the same object for the same name
     * @throws ConfigurationException if a property is invalid
     * @throws IllegalStateException after the application has stopped
     */
    ServiceInstances instances(String service);
}
