package io.github.etcdregistrar.internal.format;

import io.github.etcdregistrar.Instance;
import java.util.Map;

/** The keys and values that one kind of reader expects. */
@FunctionalInterface
public interface Format {

    /**
     * The entries of an instance.
     *
     * @param lease the id of the lease that will hold them
     * @return the values by key
     * @throws IllegalStateException if readers of this format could not read them; the message says what to set
     */
    Map<String, String> entries(Instance instance, long lease);
}
