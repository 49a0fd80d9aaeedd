package io.github.etcdregistrar;

import java.util.List;

/**
 * A CDI event: the instances of a service are others than before. Observe it with {@code @ObservesAsync}.
 *
 * @param service the name by which they are looked for
 * @param came those that are new
 * @param went those that are gone
 * @param changed those whose entry is another one, or that are suspect now, or not any more; as they are now
 * @param instances all that are known now
 */
public record InstancesChanged(
        String service,
        List<ServiceInstance> came,
        List<ServiceInstance> went,
        List<ServiceInstance> changed,
        List<ServiceInstance> instances) {}
