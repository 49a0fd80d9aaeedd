package io.github.etcdregistrar.internal.health;

import io.github.etcdregistrar.internal.bootstrap.Gate;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;

/** Makes the gate that asks the readiness checks. Static, as all that a container makes while it deploys. */
@Dependent
public class GateProducer {

    @Produces
    @Dependent
    static Gate gate(@Any Instance<Object> beans) {
        return new ReadinessGate(beans);
    }
}
