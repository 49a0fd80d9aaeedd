package io.github.etcdregistrar.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdregistrar.Attributes;
import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.internal.address.IpFamily;
import io.github.etcdregistrar.internal.cdi.Application;
import io.github.etcdregistrar.internal.registration.ConflictPolicy;
import io.github.etcdregistrar.internal.registration.TlsConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrarConfigTest {

    @Test
    void everythingHasADefault() {
        RegistrarConfig config = read(Map.of());

        assertThat(config.enabled()).isTrue();
        assertThat(config.client().endpoints()).hasToString("http://localhost:2379");
        assertThat(config.client().requestTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(service(config).key().prefix()).isEqualTo("/services/{app}");
        assertThat(service(config).key().key()).isEqualTo("{prefix}/{ip}/{pid}");
        assertThat(config.timing().ttl()).isEqualTo(Duration.ofSeconds(5));
        assertThat(service(config).onConflict()).isEqualTo(ConflictPolicy.WAIT);
        assertThat(config.shutdownBudget()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.liveness()).isEqualTo(LivenessPolicy.LOOP);
        assertThat(config.readiness()).isFalse();
        assertThat(config.gate()).isEqualTo(GateType.STARTED);
        assertThat(config.drain()).isZero();
        assertThat(config.set()).isEmpty();
        assertThat(config.warnings()).isEmpty();
        assertThat(config.client().tls().get()).isEqualTo(TlsConfig.DEFAULT);
        assertThat(config.client().credentials().get()).isEmpty();
    }

    @Test
    void severalEndpointsWithAndWithoutAPort() {
        assertThat(read(Map.of("endpoints", "http://a:1, https://b ,http://[::1]:3/"))
                        .client()
                        .endpoints())
                .hasToString("http://a:1, https://b:2379, http://[::1]:3");
    }

    @Test
    void aShortTtlHasAShortRequestTimeout() {
        assertThat(read(Map.of("ttl", "PT1S")).client().requestTimeout()).isEqualTo(Duration.ofMillis(200));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            endpoints       | ftp://etcd:21     | http://host:2379
            endpoints       | ' , '             | http://host:2379
            endpoints       | a:b               | http://host:2379
            endpoints       | http://a:0        | http://host:2379
            endpoints       | a:65536           | http://host:2379
            endpoints       | fd00::2           | an IPv6 address as [fd00::2]:2379
            endpoints       | http://a/b        | http://host:2379
            discovery-srv   | http://a          | a domain such as example.com
            prefix          | ''                | /services/{app}
            prefix          | ' '               | /services/{app}
            prefix          | /                 | / would claim all of etcd
            prefix          | /{nonsense}       | [app, host, ip, pid, port, uuid]
            key             | {prefix}/{pidd}   | [app, host, ip, pid, port, prefix, uuid]
            ttl             | PT0.5S            | from 1s to 1h
            ttl             | PT5.5S            | whole seconds
            ttl             | five              | 5 (seconds), 500ms, 5s, 2m, 1h or PT5S
            ttl             | -5s               | from 1s to
            request-timeout | PT2S              | from 50ms to 1666ms
            request-timeout | PT0S              | from 50ms
            retry-cap       | PT0.1S            | from 500ms to 1h
            on-conflict     | overwrite         | one of wait, takeover, fail
            liveness        | always            | one of loop, registered
            gate            | open              | one of started, readiness, none
            drain           | -1s               | from 0s to 1h
            drain           | 2h                | from 0s to 1h
            drain           | 5 x               | 500ms
            drain           | s                 | 500ms
            drain           | 1.5.5s            | 500ms
            readiness       | maybe             | true or false
            enabled         | 2                 | true or false
            ip              | localhost         | an IPv4 or IPv6 address
            ip              | 10.0.0.256        | an IPv4 or IPv6 address
            network         | 10.0.0.0/33       | separated by commas, each with a ! before it to exclude it: 10.0.0.0/33 has no prefix length
            network         | eth0, !           | one of them is empty
            ip-family       | ipv5              | one of ipv4, ipv6
            host            | a/b               | a host name or an address
            port            | 65536             | a number from 1 to 65535
            url             | http://a b        | a URL
            value           | ${no.such.thing}  | ${properties} that exist
            prefix          | /services/../a    | without . and .. between slashes
            services        | ','               | different names
            services        | orders, orders    | different names
            services        | a-b, A_b          | environment variables, too, must tell them apart
            services        | orders.x          | each of letters, digits, - and _
            services        | orders, tls       | each different from tls, because there is a property etcd.registrar.tls.
            services        | KEY               | each different from KEY, because there is a property etcd.registrar.key
            services        | metadata          | because there is a property etcd.registrar.metadata.*
            services        | services          | because there is a property etcd.registrar.services
            weight          | 0                 | a number from 1 to 65535
            weight          | 1.5               | a number from 1 to 65535
            tags            | a, a              | different words, separated by commas
            format          | grpc, nonsense    | one or more of plain, json, grpc, kratos, go-zero, go-micro, coredns, traefik, dubbo, kitex, go-kit,
            format          | ','               | separated by commas
            format          | json,plain        | not both: they have the same key
            format.grpc.prefix | ''             | a path such as {app}
            format.grpc.prefix | /              | / would claim all of etcd
            format.grpc.prefix | {name}         | [app, host, ip, pid, port, uuid]
            tls.certificate | /a.pem            | together with etcd.registrar.tls.key
            tls.authority   | a b               | a host name
            user            | root              | together with etcd.registrar.password
            """)
    void badInputIsNamedWithItsValueItsSourceAndWhatWouldBeRight(String name, String value, String right) {
        assertThatThrownBy(() -> read(Map.of(name, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("etcd.registrar." + name + " = " + value + " (from ")
                .hasMessageContaining("the test")
                .hasMessageContaining(right);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\177", "\205", "\237"})
    void aKeyWithAControlCharacterIsRefusedAsEtcdsPortWould(String control) {
        for (String name : List.of("key", "prefix", "format.grpc.prefix")) {
            assertThatThrownBy(() -> read(Map.of(name, "/a" + control + "b")))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageEndingWith("and without control characters");
        }
    }

    @Test
    void aNameThatAFormatCannotHaveIsNamed() {
        assertThatThrownBy(() -> read(Map.of("format", "plain,coredns", "name", "10.0.0.5")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("etcd.registrar.name = 10.0.0.5 (from ")
                .hasMessageEndingWith("it must be a DNS label in lower case, for the format coredns");
    }

    @Test
    void aPasswordInAnEndpointIsNotRepeated() {
        assertThatThrownBy(() -> read(Map.of("endpoints", "http://root:s3cret@etcd:2379")))
                .hasMessageContaining("http://***@etcd:2379")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aSecretIsNeverRepeated() {
        assertThatThrownBy(() -> read(Map.of("password", "s3cret")))
                .hasMessageContaining("etcd.registrar.password = *** (from ")
                .hasMessageContaining("together with etcd.registrar.user")
                .hasMessageNotContaining("s3cret");
        RegistrarConfig config = read(Map.of("user", "u", "password", "s3cret", "tls.key-store-password", "s3cret"));
        assertThat(config.toString()).doesNotContain("s3cret");
        assertThat(config.set()).anyMatch(line -> line.contains("password = ***, "));
        assertThat(config.client().credentials().get().orElseThrow().toString())
                .contains("u")
                .doesNotContain("s3cret");
    }

    @Test
    void whatIsSetIsListedWithWhereItCameFrom() {
        assertThat(read(Map.of("name", "orders", "value", "a\nb")).set())
                .singleElement()
                .isEqualTo("name = orders, value = a b (from the test)");
    }

    @Test
    void whatIsNotWiseIsWarnedOf() {
        assertThat(read(Map.of("tls.ca", "/a.pem", "user", "u", "password", "p"))
                        .warnings())
                .containsExactlyInAnyOrder(
                        "etcd.registrar.tls.ca (from the test) has no effect on an endpoint that does not begin with"
                                + " https://",
                        "etcd.registrar.password (from the test) is sent unencrypted to an endpoint that does not begin"
                                + " with https://");
        assertThat(read(Map.of("endpoints", "https://a", "tls.insecure-skip-hostname-verification", "true"))
                        .warnings())
                .singleElement()
                .asString()
                .startsWith("Insecure: etcd.registrar.tls.insecure-skip-hostname-verification (from the test) is true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "::1", "fd00::5"})
    void anAddressOfEitherFamilyIsRight(String ip) {
        assertThatCode(() -> read(Map.of("ip", ip))).doesNotThrowAnyException();
    }

    @Test
    void whereOthersReachThisInstanceCanBeGiven() {
        RegistrarConfig config = read(Map.of("network", "10.0.0.0/8, !docker*", "ip-family", "IPv6", "host", "node-1"));

        assertThat(service(config).network()).hasToString("10.0.0.0/8, !docker*");
        assertThat(service(config).ipFamily()).hasValue(IpFamily.IPV6);
        assertThat(service(config).host()).hasValue("node-1");
    }

    @Test
    void whatElseIsToldCanBeGiven() {
        assertThat(service(read(Map.of(
                                "version",
                                "1.2",
                                "zone",
                                "a",
                                "weight",
                                "3",
                                "tags",
                                "blue, canary",
                                "metadata.x",
                                "y")))
                        .attributes())
                .isEqualTo(new Attributes(
                        Optional.of("1.2"),
                        Optional.of("a"),
                        OptionalInt.of(3),
                        List.of("blue", "canary"),
                        Map.of("x", "y")));
    }

    @Test
    void anUnknownPropertyIsReportedWithTheNearestKnownName() {
        assertThat(read(Map.of("endpoint", "http://a:1", "metadata.zone", "a")).warnings())
                .containsExactly(
                        "There is no property etcd.registrar.endpoint (from the test). Did you mean etcd.registrar.endpoints?");
    }

    @Test
    void anEmptyPropertyIsAbsent() {
        RegistrarConfig config = read(Map.of("port", "", "name", " ", "key", "", "executor", "", "value", ""));

        assertThat(service(config).port()).isEmpty();
        assertThat(service(config).name()).isEmpty();
        assertThat(config.executor()).isEmpty();
        assertThat(service(config).value()).isEmpty();
        assertThat(service(config).key().key()).isEqualTo("{prefix}/{ip}/{pid}");
    }

    @Test
    void aPropertyFromTheEnvironmentIsNoUnknownOne() {
        assertThat(read(Map.of("request.timeout", "500ms")).warnings()).isEmpty();
    }

    @Test
    void aBadConfigurationFailsTheDeployment() {
        assertThatThrownBy(() -> Application.start(Map.of("ttl", "0s")).close())
                .hasMessageContaining("etcd.registrar.ttl = 0s (from")
                .hasMessageContaining("the test")
                .hasMessageContaining("it must be from 1s to");
    }

    private static ServiceConfig service(RegistrarConfig config) {
        assertThat(config.services()).containsOnlyKeys(ServiceListReader.SINGLE);
        return config.services().get(ServiceListReader.SINGLE);
    }

    private static RegistrarConfig read(Map<String, String> properties) {
        return RegistrarConfig.read(Application.config(properties));
    }
}
