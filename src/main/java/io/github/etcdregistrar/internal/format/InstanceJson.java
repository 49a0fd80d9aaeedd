package io.github.etcdregistrar.internal.format;

import io.github.etcdregistrar.Attributes;
import io.github.etcdregistrar.Instance;
import java.util.List;
import java.util.Optional;

/** The default value: the instance as JSON. */
public final class InstanceJson {

    /** The version of {@code docs/instance.schema.json}; another one only if a field goes or changes its meaning. */
    private static final int SCHEMA = 1;

    private InstanceJson() {}

    /** Writes all that is known of an instance. */
    public static String of(Instance instance) {
        Attributes attributes = instance.attributes();
        List<String> tags = attributes.tags();
        return JsonText.object(
                "schema", SCHEMA,
                "name", instance.name(),
                "id", instance.id(),
                "version", attributes.version(),
                "zone", attributes.zone(),
                "weight", attributes.weight(),
                "tags", tags.isEmpty() ? Optional.empty() : tags,
                "ip", instance.ip(),
                "pid", instance.pid(),
                "host", instance.host(),
                "port", instance.port(),
                "url", instance.url(),
                "started", instance.started(),
                "metadata", attributes.metadata());
    }
}
