package io.github.etcdregistrar.cdi;

import io.github.etcdregistrar.instance.Instance;
import java.util.LinkedHashMap;
import java.util.Map;

/** The default value: the instance as JSON. */
final class InstanceJson implements RegistrationValue {

    @Override
    public String valueOf(Instance instance) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", instance.name());
        json.put("id", instance.id());
        json.put("ip", instance.ip());
        json.put("pid", instance.pid());
        json.put("host", instance.host());
        instance.port().ifPresent(port -> json.put("port", port));
        instance.url().ifPresent(url -> json.put("url", url));
        json.put("started", instance.started());
        json.put("metadata", instance.metadata());
        return JsonText.of(json);
    }
}
