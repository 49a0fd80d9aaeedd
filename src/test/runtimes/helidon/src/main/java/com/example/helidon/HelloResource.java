package com.example.helidon;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Says hello, some seconds late. */
@Path("/")
@ApplicationScoped
public class HelloResource {

    @GET
    public String hello() {
        return "Hello";
    }

    void start(@Observes @Priority(1) @Initialized(ApplicationScoped.class) Object event) throws InterruptedException {
        Thread.sleep(3000);
    }
}
