package io.github.etcdregistrar.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.internal.cdi.Application;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people reasonably write is accepted. {@link RegistrarConfigTest} has what is refused. */
class ConfigurationFormsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            10.0.0.1:2379,10.0.0.2:2379       | http://10.0.0.1:2379, http://10.0.0.2:2379
            etcd                              | http://etcd:2379
            http://etcd_node:2379             | http://etcd_node:2379
            etcd_node                         | http://etcd_node:2379
            HTTP://Etcd:1, HTTPS://b          | http://etcd:1, https://b:2379
            ' http://a:1 , http://b:2 , '     | http://a:1, http://b:2
            http://a:1 b:2                    | http://a:1, http://b:2
            [::1]:2379                        | http://[::1]:2379
            http://[fd00::2]                  | http://[fd00::2]:2379
            http://a.example.com.:2379/       | http://a.example.com.:2379
            """)
    void endpoints(String text, String expected) {
        assertThat(read("endpoints", text).client().endpoints()).hasToString(expected);
    }

    @Test
    void endpointsWithoutASchemeSpeakTlsWhereAnythingOfTlsIsSet() {
        RegistrarConfig config = RegistrarConfig.read(
                Application.config(Map.of("endpoints", "a:1,http://b:2", "tls.ca", "/etc/ca.pem")));

        assertThat(config.client().endpoints()).hasToString("https://a:1, http://b:2");
        assertThat(config.describe("app"))
                .endsWith(". Endpoints without a scheme are taken as https://, because etcd.registrar.tls.* is set");
    }

    @Test
    void theLineAtTheStartSaysHowFormsAreTaken() {
        assertThat(read("endpoints", "a:1").describe("app"))
                .startsWith("Registers app at /services/{app}/{ip}/{pid} in http://a:1 with a TTL of 5 s. ")
                .endsWith(". Endpoints without a scheme are taken as http://");
        assertThat(read("prefix", "/services/orders/").describe("app"))
                .startsWith("Registers app at /services/orders/{ip}/{pid} in ")
                .endsWith(". etcd.registrar.prefix is taken without the slash at its end");
        assertThat(read("endpoints", "http://a:1").describe("app")).doesNotContain("taken as");
    }

    @ParameterizedTest
    @CsvSource({
        "key,    {prefix}/{app},   true",
        "key,    /orders,          true",
        "key,    {prefix}/{uuid},  false",
        "prefix, /services/{host}, false"
    })
    void aKeyThatInstancesShareIsHintedAt(String name, String pattern, boolean shared) {
        String hint = "etcd.registrar.key is the same for all instances, and only one of them can hold it: ";
        assertThat(read(name, pattern).describe("app").contains(hint)).isEqualTo(shared);
        assertThat(read(name, pattern).warnings()).isEmpty();
    }

    @Test
    void membersCanBeFoundByDns() {
        assertThat(read("discovery-srv", "example.com").describe("app"))
                .contains(" in the members that DNS lists for example.com with a TTL");
        assertThatThrownBy(() -> RegistrarConfig.read(
                        Application.config(Map.of("discovery-srv", "example.com", "endpoints", "a:1"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("it must be absent while etcd.registrar.endpoints is set");
    }

    @ParameterizedTest
    @CsvSource({
        "5, PT5S",
        "5s, PT5S",
        "5 S, PT5S",
        "PT5S, PT5S",
        "pt5s, PT5S",
        "5000ms, PT5S",
        "2m, PT2M",
        "1m30s, PT1M30S",
        "1h, PT1H",
        "60.0, PT1M",
        "0.5m, PT30S"
    })
    void durations(String text, Duration expected) {
        assertThat(read("ttl", text).timing().ttl()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.5, PT0.5S", "500ms, PT0.5S", "PT0.5S, PT0.5S", "0, PT0S", "10 m, PT10M"})
    void aBareNumberIsSecondsForEveryDuration(String text, Duration expected) {
        assertThat(read("drain", text).drain()).isEqualTo(expected);
        assertThat(read("shutdown-budget", text).shutdownBudget()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            prefix             | /services/orders/   | /services/orders/{ip}/{pid}
            prefix             | /services/orders/// | /services/orders/{ip}/{pid}
            key                | {prefix}/{ip}/      | /services/{app}/{ip}
            """)
    void keysWithASlashAtTheEnd(String name, String text, String key) {
        assertThat(service(read(name, text)).keyText()).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            10.0.0.5             | 10.0.0.5
            fd00:0:0:0:0:0:0:2   | fd00::2
            FD00::2              | fd00::2
            [fd00::2]            | fd00::2
            fe80::1%eth0         | fe80::1
            ::ffff:10.0.0.5      | 10.0.0.5
            """)
    void addresses(String text, String expected) {
        assertThat(service(read("ip", text)).ip()).hasValue(expected);
        assertThat(service(read("host", text)).host()).hasValue(expected);
    }

    @Test
    void anAddressInAUrlIsCanonical() {
        assertThat(service(read("url", "http://[FD00:0:0:0:0:0:0:2]:8080/a?b=c"))
                        .url()
                        .map(Object::toString))
                .isEqualTo(Optional.of("http://[fd00::2]:8080/a?b=c"));
    }

    @Test
    void listsMayEndWithACommaAndChoicesHaveAnyCase() {
        assertThat(service(read("tags", "a,, b,")).attributes().tags()).containsExactly("a", "b");
        assertThat(read("services", "orders, invoices,").services()).containsOnlyKeys("orders", "invoices");
        assertThat(service(read("network", "10.0.0.0/8,")).network()).hasToString("10.0.0.0/8,");
        assertThat(service(read("format", "JSON, Grpc,")).formats().json()).isTrue();
        assertThat(read("gate", "READINESS").gate()).isEqualTo(GateType.READINESS);
    }

    private static ServiceConfig service(RegistrarConfig config) {
        return config.services().get(ServiceListReader.SINGLE);
    }

    private static RegistrarConfig read(String name, String text) {
        return RegistrarConfig.read(Application.config(Map.of(name, text)));
    }
}
