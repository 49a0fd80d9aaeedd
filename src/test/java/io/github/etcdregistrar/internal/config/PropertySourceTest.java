package io.github.etcdregistrar.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.internal.cdi.Application;
import io.github.etcdregistrar.internal.registration.Credentials;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.Secret;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

/** How often properties are read: a lookup goes through all sources. */
class PropertySourceTest {

    private final List<String> read = new ArrayList<>();

    @Test
    void aConfigurationReadsEachPropertyOnce() {
        RegistrarConfig.read(noting(Application.config(Map.of("services", "orders,stock", "tls.ca", "ca.pem"))));

        assertThat(read).contains("etcd.registrar.tls.ca", "etcd.registrar.ttl", "etcd.registrar.stock.port");
        assertThat(read).doesNotHaveDuplicates();
    }

    @Test
    void whatEachConnectionAsksForIsReadAnew() {
        Map<String, String> properties = new HashMap<>(Map.of("user", "u", "password", "old"));
        EtcdClientConfig client =
                RegistrarConfig.read(Application.config(properties)).client();
        assertThat(client.credentials().get()).contains(new Credentials("u", new Secret("old")));

        properties.put("password", "new");
        properties.put("tls.ca", "ca.pem");

        assertThat(client.credentials().get()).contains(new Credentials("u", new Secret("new")));
        assertThat(client.tls().get().ca()).contains("ca.pem");
    }

    private Config noting(Config config) {
        return (Config) Proxy.newProxyInstance(
                Config.class.getClassLoader(), new Class<?>[] {Config.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConfigValue")) {
                        read.add((String) arguments[0]);
                    }
                    return method.invoke(config, arguments);
                });
    }
}
