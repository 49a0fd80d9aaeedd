package com.example.sample;

import io.github.etcdregistrar.Discovery;
import io.github.etcdregistrar.Registrar;
import io.github.etcdregistrar.ServiceInstance;
import io.github.etcdregistrar.ServiceInstances;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * All instances of this service, for the page. A service whose name is known beforehand is injected:
 * {@code @Inject @Discover("orders") ServiceInstances orders}.
 */
@Path("/fleet")
@RequestScoped
public class FleetResource {

    @Inject
    Registrar registrar;

    @Inject
    Discovery discovery;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public JsonObject fleet() {
        String service = registrar.services().keySet().iterator().next();
        ServiceInstances fleet = discovery.instances(service);
        JsonArrayBuilder instances = Json.createArrayBuilder();
        fleet.list().forEach(instance -> instances.add(json(instance)));
        JsonObjectBuilder answer = Json.createObjectBuilder().add("service", service);
        fleet.staleSince().ifPresent(since -> answer.add("staleSince", since.toString()));
        return answer.add("instances", instances).build();
    }

    private static JsonObjectBuilder json(ServiceInstance instance) {
        return Json.createObjectBuilder()
                .add("id", instance.id())
                .add("uri", instance.uri().toString())
                .add("zone", instance.zone().orElse(""))
                .add("version", instance.attributes().version().orElse(""))
                .add("server", instance.attributes().metadata().getOrDefault("server", ""))
                .add("suspect", instance.suspect());
    }
}
