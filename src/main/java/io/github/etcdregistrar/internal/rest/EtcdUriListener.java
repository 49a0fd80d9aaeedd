package io.github.etcdregistrar.internal.rest;

import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientBuilderListener;

/**
 * Gives each Rest Client the filter; found as a service. No {@code RestClientListener}, which RESTEasy (Open Liberty, WildFly)
 * keeps after an undeployment, and with it the application's class loader.
 */
public final class EtcdUriListener implements RestClientBuilderListener {

    @Override
    public void onNewBuilder(RestClientBuilder builder) {
        builder.register(new EtcdUriFilter());
    }
}
