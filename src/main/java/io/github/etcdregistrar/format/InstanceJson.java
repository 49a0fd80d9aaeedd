package io.github.etcdregistrar.format;

import io.github.etcdregistrar.instance.Instance;

/** The default value: the instance as JSON. */
public final class InstanceJson {

    private InstanceJson() {}

    /** Writes all that is known of an instance. */
    public static String of(Instance instance) {
        return JsonText.object(
                "name", instance.name(),
                "id", instance.id(),
                "ip", instance.ip(),
                "pid", instance.pid(),
                "host", instance.host(),
                "port", instance.port(),
                "url", instance.url(),
                "started", instance.started(),
                "metadata", instance.metadata());
    }
}
