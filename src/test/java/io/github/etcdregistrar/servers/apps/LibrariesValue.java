package io.github.etcdregistrar.servers.apps;

import io.github.etcdregistrar.Instance;
import io.github.etcdregistrar.RegistrationValue;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;

/** Registers which jars the application has its libraries from, as JSON written by its own Jackson. */
@ApplicationScoped
public class LibrariesValue implements RegistrationValue {
    private static final Map<String, String> CLASSES = Map.of(
            "netty", "io.netty.buffer.Unpooled",
            "grpc", "io.grpc.ManagedChannel",
            "guava", "com.google.common.collect.ImmutableList",
            "protobuf", "com.google.protobuf.Timestamp",
            "jackson", "com.fasterxml.jackson.databind.ObjectMapper");

    @Override
    public String valueOf(Instance instance) {
        try {
            Map<String, String> jars = new TreeMap<>();
            for (Map.Entry<String, String> library : CLASSES.entrySet()) {
                jars.put(library.getKey(), jarOf(Class.forName(library.getValue())));
            }
            // By reflection: the test itself is compiled without these versions.
            Class<?> mapper = Class.forName(CLASSES.get("jackson"));
            return (String) mapper.getMethod("writeValueAsString", Object.class)
                    .invoke(mapper.getConstructor().newInstance(), jars);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String jarOf(Class<?> type) {
        return type.getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath()
                .replaceFirst(".*/(.*\\.jar).*", "$1");
    }
}
