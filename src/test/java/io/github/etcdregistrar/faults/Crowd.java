package io.github.etcdregistrar.faults;

import io.github.etcdregistrar.testing.EtcdView.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the application registers beside the key that is measured: three services, each in four formats, all under one
 * lease. Whatever befalls them, they must come and go with that key.
 */
final class Crowd {
    private static final String PREFIX = Scene.PREFIX + "/crowd/";
    private static final List<String> SERVICES = List.of("app", "second", "third");
    private static final List<String> FORMATS = List.of("grpc", "go-zero", "go-kit");
    /** How many services. */
    static final int SIZE = SERVICES.size();

    private Crowd() {}

    /** Names without {@code etcd.registrar.} */
    static Map<String, String> configuration() {
        Map<String, String> configuration = new HashMap<>();
        configuration.put("services", String.join(",", SERVICES));
        configuration.put("format", "plain," + String.join(",", FORMATS));
        configuration.put("port", "8080");
        configuration.put("key", PREFIX + "plain/{app}");
        configuration.put("app.key", Scene.KEY);
        FORMATS.forEach(format -> configuration.put("format." + format + ".prefix", PREFIX + format + "/{app}"));
        return configuration;
    }

    /** Whether it is one of these keys, the measured one not among them. */
    static boolean has(String key) {
        return key.startsWith(PREFIX);
    }

    /** Whether all of them, and the measured one, stand under the one lease. */
    static boolean isComplete(List<Entry> entries) {
        List<Long> leases = entries.stream()
                .filter(entry -> has(entry.key()) || entry.key().equals(Scene.KEY))
                .map(Entry::lease)
                .toList();
        return leases.size() == SERVICES.size() * (1 + FORMATS.size())
                && leases.stream().distinct().count() == 1;
    }
}
