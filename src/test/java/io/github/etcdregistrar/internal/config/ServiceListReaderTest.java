package io.github.etcdregistrar.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.Service;
import io.github.etcdregistrar.internal.cdi.Application;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceListReaderTest {

    @Test
    void eachServiceHasItsOwnAndWhatIsForAll() {
        Map<String, ServiceConfig> services = read(properties(
                        "services=orders, invoices;zone=a;port=8080;name=shop;metadata.team=shop;metadata.x=y;"
                                + "invoices.port=9090;invoices.zone= ;invoices.prefix=/billing/{app};invoices.name=bills;"
                                + "invoices.metadata.team=finance;invoices.metadata.z=0"))
                .services();

        assertThat(services.keySet()).containsExactly("orders", "invoices");
        ServiceConfig orders = services.get("orders");
        assertThat(orders.name()).hasValue("orders");
        assertThat(orders.keyText()).isEqualTo("/services/{app}/{ip}/{pid}");
        assertThat(orders.port()).hasValue(8080);
        assertThat(orders.attributes().metadata()).isEqualTo(Map.of("team", "shop", "x", "y"));
        ServiceConfig invoices = services.get("invoices");
        assertThat(invoices.name()).hasValue("bills");
        assertThat(invoices.keyText()).isEqualTo("/billing/{app}/{ip}/{pid}");
        assertThat(invoices.port()).hasValue(9090);
        assertThat(invoices.attributes().zone()).hasValue("a");
        assertThat(invoices.attributes().metadata()).isEqualTo(Map.of("team", "finance", "x", "y", "z", "0"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            orders.port          | 0       | a number from 1 to 65535
            port                 | 0       | a number from 1 to 65535
            orders.prefix        | ''      | a path such as /services/{app}
            prefix               | ''      | a path such as /services/{app}
            orders.name          | a/b     | without a slash, for the format grpc
            orders.format        | nothing | one or more of
            orders.on-conflict   | no      | one of wait, takeover, fail
            orders.enabled       | no!     | true or false
            orders.metadata.team | ${none} | ${properties} that exist
            orders.url           | a b     | a URL
            """)
    void badInputIsNamedAsItWasSet(String name, String value, String right) {
        assertThatThrownBy(() -> read(Map.of("services", "orders", "format", "grpc", name, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("etcd.registrar." + name + " = " + value + " (from ")
                .hasMessageContaining("the test")
                .hasMessageContaining(right);
    }

    @Test
    void aServicesOwnNameMustSuitItsFormats() {
        assertThatThrownBy(() -> read(Map.of("services", "Orders", "format", "coredns")))
                .hasMessage("etcd.registrar.Orders.name = Orders (from the name of the service) is invalid:"
                        + " it must be a DNS label in lower case, for the format coredns");
    }

    @Test
    void aPasswordInTheUrlOfAServiceIsNotRepeated() {
        assertThat(read(Map.of("services", "orders", "orders.url", "http://u:s3cret@h"))
                        .set())
                .anyMatch(line -> line.contains("orders.url = http://***@h (from "))
                .noneMatch(line -> line.contains("s3cret"));
    }

    @Test
    void aServiceCanBeLeftOut() {
        Map<String, String> properties =
                new HashMap<>(Map.of("services", "orders,invoices", "invoices.enabled", "false", "invoices.port", "1"));
        RegistrarConfig config = read(properties);
        assertThat(config.services()).containsOnlyKeys("orders");
        assertThat(config.warnings()).isEmpty();
        properties.put("enabled", "false");
        assertThat(read(properties).services()).isEmpty();
        assertThat(read(properties).describe("app")).startsWith("Registers nothing in http://");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            orders.prefx            | etcd.registrar.orders.prefx. Did you mean etcd.registrar.orders.prefix?
            orders.format.grpc.prfx | etcd.registrar.orders.format.grpc.prfx. Did you mean etcd.registrar.orders.format.grpc.prefix?
            orders.ttl              | etcd.registrar.orders.ttl: etcd.registrar.ttl applies to all services
            orders.tls.ca           | etcd.registrar.orders.tls.ca: etcd.registrar.tls.ca applies to all services
            orders.request.timeout  | etcd.registrar.orders.request.timeout: etcd.registrar.request-timeout applies to all services
            order.prefix            | etcd.registrar.order.prefix, unless a service is named order. Did you mean etcd.registrar.orders.prefix?
            tsl.key                 | etcd.registrar.tsl.key, unless a service is named tsl. Did you mean etcd.registrar.tls.key?
            """)
    void anUnknownPropertyIsReportedWithTheOneThatMayBeMeant(String name, String right) {
        assertThat(read(Map.of("services", "orders", name, "x")).warnings())
                .containsExactly("There is no property " + right.replaceFirst("(?=[:,]|\\. )", " (from the test)"));
    }

    @Test
    void aNameForAllServicesIsWarnedOf() {
        assertThat(read(Map.of("services", "orders,invoices", "name", "x")).warnings())
                .containsExactly("etcd.registrar.name (from the test) has no effect with etcd.registrar.services:"
                        + " set etcd.registrar.orders.name");
    }

    @Test
    void theEnvironmentReachesEveryService() {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "ETCD_REGISTRAR_SERVICES", "orders,my-shop,Bills",
                "ETCD_REGISTRAR_ORDERS_PREFIX", "/a",
                "ETCD_REGISTRAR_MY_SHOP_ON_CONFLICT", "fail",
                "ETCD_REGISTRAR_MY_SHOP_PREFIX", "/b",
                "ETCD_REGISTRAR_BILLS_PREFIX", "/c"));
        RegistrarConfig config = RegistrarConfig.read(new SmallRyeConfigBuilder()
                .withSources(new EnvConfigSource(environment, 300))
                .build());

        assertThat(config.services().values())
                .extracting(service -> service.key().prefix())
                .containsExactly("/a", "/b", "/c");
        assertThat(config.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prefix=/all",
                "b.name=a",
                "key=/services/{ip}/{pid}",
                "format=grpc;format.grpc.prefix=x",
                "format=traefik;format.traefik.prefix=x;b.port=1",
                "network=eth0;prefix=/all"
            })
    void servicesWithOneKeyAreRefused(String properties) {
        assertThatThrownBy(() -> read(properties("services=a,b;" + properties)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("etcd.registrar.services = a,b (from ")
                .hasMessageContaining("it must be services with keys of their own, but a and b both have ")
                .hasMessageContaining("set etcd.registrar.b.prefix or ");
    }

    @Test
    void theKeyThatTwoServicesHaveIsShown() {
        assertThatThrownBy(() -> read(properties("services=a,b;prefix=/all;key={prefix}/{ip}:{port}/{pid}")))
                .hasMessageContaining(" both have /all/{ip}:{port}/{pid}: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zone=a",
                "prefix=/all;b.enabled=false",
                "prefix=/all;key={prefix}/{uuid}",
                "prefix=/all;b.ip=10.0.0.5",
                "prefix=/all;b.network=eth0",
                "prefix=/all;key={prefix}/{port};b.port=1",
                "format=grpc;format.grpc.prefix=x;b.port=1",
                "format=kratos;format.kratos.prefix=x"
            })
    void servicesWhoseKeysCanDifferAreNot(String properties) {
        assertThatCode(() -> read(properties("services=a,b;" + properties))).doesNotThrowAnyException();
    }

    @Test
    void oneLineSaysWhatIsRegistered() {
        assertThat(read(Map.of()).describe("shop"))
                .isEqualTo("Registers shop at /services/{app}/{ip}/{pid} in http://localhost:2379"
                        + " with a TTL of 5 s. All properties have their defaults");
        assertThat(read(Map.of("services", "orders,invoices", "invoices.prefix", "/billing/{app}"))
                        .describe("shop"))
                .startsWith("Registers orders at /services/orders/{ip}/{pid}, invoices at /billing/invoices/{ip}/{pid}"
                        + " in http://localhost:2379 with a TTL of 5 s. Set: services = orders,invoices, ")
                .contains("invoices.prefix = /billing/{app} (from ");
    }

    @Test
    void whatTheApplicationSaysCountsBetweenTheServicesOwnAndWhatIsForAll() {
        Service said = Service.named("orders")
                .with("port", "1")
                .with("zone", "said")
                .with("metadata.team", "said")
                .with("metadata.x", "said");
        ServiceConfig service = RegistrarConfig.read(
                Application.config(Map.of(
                        "orders.port",
                        "2",
                        "zone",
                        "all",
                        "version",
                        "all",
                        "name",
                        "all",
                        "orders.metadata.x",
                        "own")),
                said);

        assertThat(service.name()).hasValue("orders");
        assertThat(service.port()).hasValue(2);
        assertThat(service.attributes().zone()).hasValue("said");
        assertThat(service.attributes().version()).hasValue("all");
        assertThat(service.attributes().metadata()).isEqualTo(Map.of("team", "said", "x", "own"));
        assertThat(service.set())
                .contains("orders.zone = said (from the application)")
                .anyMatch(line -> line.startsWith("version = all (from "))
                .noneMatch(line -> line.contains("name = ") || line.startsWith("zone"));
        assertThat(said).hasToString("Service orders with [metadata.team, metadata.x, port, zone]");
    }

    @Test
    void whatTheApplicationSaysIsChecked() {
        assertThatThrownBy(() -> RegistrarConfig.read(
                        Application.config(Map.of()), Service.named("orders").with("port", "x")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("etcd.registrar.orders.port = x (from the application) is invalid:"
                        + " it must be a number from 1 to 65535");
        assertThatThrownBy(() -> Service.named("orders").with("prefx", "/a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A service has no property prefx. Did you mean prefix?");
        assertThatThrownBy(() -> Service.named("orders").with("ttl", "5s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("etcd.registrar.ttl applies to all services: a service cannot have a property ttl");
        assertThatThrownBy(() -> Service.named("orders").with("metadata.", "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Service.named("orders").with("port", null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the value of port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a b", "tls", "metadata", "Prefix", "on_conflict", "gate", "ä"})
    void aServiceThatCannotBeConfiguredIsRefused(String name) {
        assertThatThrownBy(() -> Service.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A service cannot be named \"" + name + "\": it must be ");
    }

    private static Map<String, String> properties(String text) {
        Map<String, String> all = new HashMap<>();
        for (String property : text.split(";")) {
            all.put(property.split("=")[0], property.split("=")[1]);
        }
        return all;
    }

    private static RegistrarConfig read(Map<String, String> properties) {
        return RegistrarConfig.read(Application.config(properties));
    }
}
