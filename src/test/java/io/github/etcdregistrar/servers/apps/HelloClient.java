package io.github.etcdregistrar.servers.apps;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * A client of the sample's own resource, which is found in etcd. It has a path, without which WildFly injects no client, and not
 * that of a resource, because GlassFish takes it for one.
 */
@Path("/api")
@RegisterRestClient(baseUri = "etcd://shop/shop")
public interface HelloClient {

    @GET
    @Path("/hello")
    @Produces(MediaType.TEXT_PLAIN)
    String hello();
}
