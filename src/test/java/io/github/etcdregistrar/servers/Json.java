package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.Http;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.List;

/** Reads what servers and registrations say in JSON. */
final class Json {
    private Json() {}

    static JsonObject object(String text) {
        try (JsonReader reader = jakarta.json.Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** The health checks of that name, one for each application that has it. */
    static List<JsonObject> checks(Http.Answer health, String name) {
        return object(health.body()).getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .filter(check -> check.getString("name").equals(name))
                .toList();
    }
}
