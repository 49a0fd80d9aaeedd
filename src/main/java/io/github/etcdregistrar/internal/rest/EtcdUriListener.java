package io.github.etcdregistrar.internal.rest;

import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientListener;

/** Gives each Rest Client the filter; found as a service. TomEE tells no other listener of the clients that it injects. */
public final class EtcdUriListener implements RestClientListener {

    @Override
    public void onNewClient(Class<?> client, RestClientBuilder builder) {
        // A builder can make several clients.
        if (!builder.getConfiguration().isRegistered(EtcdUriFilter.class)) {
            builder.register(new EtcdUriFilter());
        }
    }
}
