package io.github.etcdregistrar.servers.apps;

import io.github.etcdregistrar.Discover;
import io.github.etcdregistrar.ServiceInstances;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Calls another application with each request. */
@Path("/orders")
@RequestScoped
public class OrdersCaller {

    @Inject
    @RestClient
    OrdersClient client;

    @Inject
    @Discover("orders")
    ServiceInstances orders;

    /** What an instance answers. */
    @GET
    public String call() {
        return client.hello();
    }

    /** The same; a call that fails is repeated. */
    @GET
    @Path("/retried")
    public String callAgain() {
        return client.helloAgain();
    }

    /** How many instances are known, whether they are proven, and how many are suspect. */
    @GET
    @Path("/list")
    public String list() {
        long suspect =
                orders.list().stream().filter(instance -> instance.suspect()).count();
        return orders.list().size() + (orders.staleSince().isPresent() ? " stale" : " true") + " " + suspect;
    }
}
