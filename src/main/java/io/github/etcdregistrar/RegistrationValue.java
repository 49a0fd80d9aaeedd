package io.github.etcdregistrar;

/** A bean that supplies the value to register instead of the configuration. The application implements it. */
@FunctionalInterface
public interface RegistrationValue {

    /**
     * Supplies the value. Called when the registration starts anew, when this instance or the configuration has
     * changed, and after {@link Registrar#update()}; not with every renewal.
     *
     * @param instance this instance
     * @return any text; an exception is reported as the reason why nothing, or the value of before, is registered,
     *     and the call is repeated
     */
    String valueOf(Instance instance);
}
