package io.github.etcdregistrar.internal.format;

import io.github.etcdregistrar.Instance;
import java.util.Map;

/** What somebody reads in etcd to find an instance. */
@FunctionalInterface
public interface Format {

    /**
     * What is to stand in etcd.
     *
     * @param lease the id of the lease under which it will
     * @return the values by key
     * @throws IllegalStateException if those who read this format could not read that; the message says what to set
     */
    Map<String, String> entries(Instance instance, long lease);
}
