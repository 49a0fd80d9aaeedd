package io.github.etcdregistrar.servers.apps;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** A client of the sample in another server, which is found in etcd. */
@Path("/hello")
@Produces(MediaType.TEXT_PLAIN)
@RegisterRestClient(baseUri = "etcd://orders/orders/api")
public interface OrdersClient {

    @GET
    String hello();

    @GET
    @Retry
    String helloAgain();
}
