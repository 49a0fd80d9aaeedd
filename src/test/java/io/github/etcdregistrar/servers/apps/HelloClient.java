package io.github.etcdregistrar.servers.apps;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** A client of the sample's own resource, which is found in etcd. */
@Path("/hello")
@RegisterRestClient(baseUri = "etcd://shop/shop/api")
public interface HelloClient {

    @GET
    String hello();
}
