package com.example.quarkus;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Says hello, some seconds late, and calls whoever else does. */
@Path("/")
public class HelloResource {

    @Inject
    @RestClient
    HelloClient client;

    @GET
    public String hello() {
        return "Hello";
    }

    @GET
    @Path("calling")
    public String call() {
        return client.hello();
    }

    void start(@Observes StartupEvent event) throws InterruptedException {
        Thread.sleep(3000);
    }
}
