package com.example.sample;

import io.github.etcdregistrar.Registrar;
import io.github.etcdregistrar.Status;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * How this instance's registration stands, and what can be done with it, for the page. Registering itself needs no code at
 * all. Whoever reaches this sample may do it; your application lets administrators only.
 */
@Path("/registration")
@RequestScoped
public class RegistrationResource {

    @Inject
    Registrar registrar;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public JsonObject registration() {
        Status status = registrar.status();
        return Json.createObjectBuilder()
                .add("state", status.state().name())
                .add("since", status.since().toString())
                .add("keys", Json.createArrayBuilder(status.keys()))
                .add("lease", status.leaseId())
                .add("remainingMillis", status.remaining().toMillis())
                .add("problem", status.problem().map(Object::toString).orElse(""))
                .build();
    }

    /** By PUT, which a browser sends to no other site without asking that site before. */
    @PUT
    @Path("{action}")
    @Produces(MediaType.APPLICATION_JSON)
    public JsonObject change(@PathParam("action") String action) {
        switch (action) {
            case "pause" -> registrar.pause();
            case "resume" -> registrar.resume();
            case "deregister" -> registrar.deregister();
            case "register" -> registrar.register();
            default -> throw new NotFoundException();
        }
        return registration();
    }
}
