package io.github.etcdregistrar;

import io.github.etcdregistrar.internal.cdi.RegistrarBean;

/** A bean that the application can have to supply the value to be registered, instead of the configured one. */
@FunctionalInterface
public interface RegistrationValue {

    /**
     * The value to register, called whenever the registration begins anew, this instance or the configuration has
     * changed, or {@link RegistrarBean#update()} was called; not with every renewal.
     *
     * @param instance this instance
     * @return any text; what this method throws is reported as the reason why nothing, or still what was before, is
     *     registered, and it is called again
     */
    String valueOf(Instance instance);
}
