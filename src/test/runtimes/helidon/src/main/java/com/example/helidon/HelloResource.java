package com.example.helidon;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Says hello, some seconds late, and calls whoever else does. */
@Path("/")
@ApplicationScoped
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

    void start(@Observes @Priority(1) @Initialized(ApplicationScoped.class) Object event) throws InterruptedException {
        Thread.sleep(3000);
    }
}
