package io.github.etcdregistrar.internal.format;

import io.github.etcdregistrar.Instance;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Several formats as one.
 *
 * @param own our own format
 * @param wire the formats of other systems, each with the pattern of its prefix
 */
public record CompositeFormat(Format own, Map<WireFormat, String> wire) implements Format {

    @Override
    public Map<String, String> entries(Instance instance, long lease) {
        Map<String, String> all = new HashMap<>(own.entries(instance, lease));
        Map<WireFormat, Map<String, String>> each = new EnumMap<>(WireFormat.class);
        wire.forEach((format, prefix) -> each.put(format, entries(new EntryContext(format, instance, prefix, lease))));
        each.forEach((format, entries) -> {
            checkAlone(format, entries, all);
            each.forEach((other, others) -> {
                if (other != format) {
                    checkAlone(format, entries, others);
                }
            });
        });
        each.values().forEach(all::putAll);
        return all;
    }

    private static Map<String, String> entries(EntryContext endpoint) {
        WireFormat format = endpoint.format();
        String name = endpoint.instance().name();
        if (!format.accepts(name)) {
            throw endpoint.refusal("cannot have the name " + name + ", it must be " + format.names(), "name");
        }
        return format.entries(endpoint);
    }

    /** Readers list a whole directory; some fail on a value in another format. */
    private static void checkAlone(WireFormat format, Map<String, String> entries, Map<String, String> others) {
        for (String key : entries.keySet()) {
            String directory = key.substring(0, key.lastIndexOf('/') + 1);
            others.keySet().stream()
                    .filter(other -> other.startsWith(directory))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new IllegalStateException("who reads the format " + format.id() + " below " + directory
                                + " would find another format's " + other + ", too: set etcd.registrar.format."
                                + format.id() + ".prefix or the other's prefix");
                    });
        }
    }
}
