package io.github.etcdregistrar.internal.health;

import io.github.etcdregistrar.internal.bootstrap.ManagedRegistrar;

/** Has a class of its own, because SmallRye Health leaves it out by that: see {@code microprofile-config.properties}. */
final class ReadinessCheck extends RegistrarCheck {

    ReadinessCheck(ManagedRegistrar registrar) {
        super("etcd-registration", registrar, ManagedRegistrar::isReady);
    }
}
