package com.example.quarkus;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Says hello, some seconds late. */
@Path("/")
public class HelloResource {

    @GET
    public String hello() {
        return "Hello";
    }

    void start(@Observes StartupEvent event) throws InterruptedException {
        Thread.sleep(3000);
    }
}
