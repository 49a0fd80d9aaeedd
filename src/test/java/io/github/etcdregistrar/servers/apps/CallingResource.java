package io.github.etcdregistrar.servers.apps;

import io.github.etcdregistrar.Discover;
import io.github.etcdregistrar.ServiceInstances;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Calls what it finds. */
@Path("/calling")
@RequestScoped
public class CallingResource {

    @Inject
    @RestClient
    HelloClient client;

    @Inject
    @Discover("shop")
    ServiceInstances shops;

    /** What an instance answers. */
    @GET
    public String call() {
        return client.hello();
    }

    /** The instances that are known. */
    @GET
    @Path("/list")
    public String list() {
        return shops.list() + (shops.staleSince().isPresent() ? " stale" : "");
    }
}
