package io.github.etcdregistrar.internal.discovery;

import io.github.etcdregistrar.ServiceInstance;
import java.util.List;

/** Reads the instances that an entry describes. */
@FunctionalInterface
public interface InstanceReader {

    /**
     * Reads an entry.
     *
     * @return the instances; empty if it describes none, or none that is looked for
     * @throws IllegalArgumentException if the value cannot be read; the message says why, without the value
     */
    List<ServiceInstance> read(String key, String value);
}
