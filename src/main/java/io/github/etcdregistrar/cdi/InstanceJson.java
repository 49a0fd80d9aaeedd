package io.github.etcdregistrar.cdi;

import io.github.etcdregistrar.instance.Instance;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;

/** The default value: the instance as JSON. */
final class InstanceJson implements RegistrationValue {

    @Override
    public String valueOf(Instance instance) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", instance.name())
                .add("id", instance.id())
                .add("ip", instance.ip())
                .add("pid", instance.pid())
                .add("host", instance.host());
        instance.port().ifPresent(port -> json.add("port", port));
        instance.url().ifPresent(url -> json.add("url", url.toString()));
        JsonObjectBuilder metadata = Json.createObjectBuilder();
        instance.metadata().forEach(metadata::add);
        return json.add("started", instance.started().toString())
                .add("metadata", metadata)
                .build()
                .toString();
    }
}
