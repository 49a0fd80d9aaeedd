package com.example.helidon;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** A client of the same application, which is found in etcd. */
@Path("/")
@RegisterRestClient(baseUri = "http://hello.etcd")
public interface HelloClient {

    @GET
    String hello();
}
