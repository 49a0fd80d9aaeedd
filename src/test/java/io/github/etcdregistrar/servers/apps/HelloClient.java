package io.github.etcdregistrar.servers.apps;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** A client of the sample's own resource, which is found in etcd. */
@Path("/hello")
@RegisterRestClient(baseUri = "etcd://shop/shop/api")
public interface HelloClient {

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    String hello();
}
