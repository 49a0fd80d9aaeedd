package io.github.etcdregistrar.internal.format;

import io.github.etcdregistrar.Attributes;
import io.github.etcdregistrar.Instance;
import io.github.etcdregistrar.ServiceInstance;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The default value: the instance as JSON. */
public final class InstanceJson {

    /** The version of {@code docs/instance.schema.json}; another one only if a field goes or changes its meaning. */
    private static final int SCHEMA = 1;

    private static final Pattern PID = Pattern.compile("\"pid\":(\\d{1,18}),");

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

    /**
     * Whether a value is that of an earlier start of an instance: of the same name at the same place, by a process that has
     * ended or is this one.
     *
     * @param runs whether a process of this machine runs
     */
    public static boolean isOfEarlierStart(String value, Instance now, LongPredicate runs) {
        Matcher pid = PID.matcher(value);
        if (!pid.find()) {
            return false;
        }
        long process = Long.parseLong(pid.group(1));
        String others = pid.replaceFirst("");
        return others.contains(fields("name", now.name()) + ",")
                && others.contains(fields("ip", now.ip(), "host", now.host(), "port", now.port(), "url", now.url())
                        + ",\"started\":")
                && (process == now.pid() || !runs.test(process));
    }

    private static String fields(Object... namesAndValues) {
        String object = JsonText.object(namesAndValues);
        return object.substring(1, object.length() - 1);
    }

    /**
     * Reads what {@link #of} writes, and where an application registers a value of its own, a URL or a host with its port.
     *
     * @param named whether only instances of that name are meant: others are below the same prefix
     */
    public static List<ServiceInstance> read(EntryText entry, boolean named) {
        if (!entry.value().stripLeading().startsWith("{")) {
            return List.of(entry.at(entry.value(), entry.id(), EntryText.attributes(Map.of())));
        }
        Map<String, Object> json = entry.json();
        if (named && !entry.service().equals(json.get("name"))) {
            return List.of();
        }
        String id = Objects.requireNonNullElse(json.get("id"), entry.id()).toString();
        Attributes attributes = EntryText.attributes(json);
        return List.of(
                json.get("url") != null
                        ? entry.at(json.get("url"), id, attributes)
                        : entry.of(id, "http", EntryText.required(json, "ip"), json.get("port"), attributes));
    }
}
