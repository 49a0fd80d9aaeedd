package io.github.etcdregistrar.internal.discovery;

import io.github.etcdregistrar.InstancesChanged;

/** Is notified on the thread that makes the steps. Exceptions are logged and ignored. */
@FunctionalInterface
public interface DiscoveryListener {

    /** The instances of a service have changed. */
    void changed(InstancesChanged change);
}
