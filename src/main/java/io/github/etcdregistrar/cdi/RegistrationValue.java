package io.github.etcdregistrar.cdi;

import io.github.etcdregistrar.instance.Instance;

/** A bean that the application can have to supply the value to be registered, instead of the configured one. */
@FunctionalInterface
public interface RegistrationValue {

    /**
     * The value to register, called whenever the registration begins anew or the address of this instance has changed;
     * not with every renewal.
     *
     * @param instance this instance
     * @return any text; what this method throws is reported as the reason why nothing, or still the old address, is
     *     registered, and it is called again
     */
    String valueOf(Instance instance);
}
