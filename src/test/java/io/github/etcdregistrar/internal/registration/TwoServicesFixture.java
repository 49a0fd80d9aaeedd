package io.github.etcdregistrar.internal.registration;

import org.junit.jupiter.api.BeforeEach;

/** Two services that are to be registered, before the first step. */
abstract class TwoServicesFixture extends ServicesFixture {

    ServiceRegistration orders;
    ServiceRegistration invoices;

    @BeforeEach
    final void addTwo() {
        orders = add("orders");
        invoices = add("invoices");
        registration.register();
    }
}
