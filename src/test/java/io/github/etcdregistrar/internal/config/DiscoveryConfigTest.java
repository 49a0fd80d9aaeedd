package io.github.etcdregistrar.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.internal.cdi.Application;
import io.github.etcdregistrar.internal.discovery.ServiceQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Where a service is looked for. */
class DiscoveryConfigTest {

    private static final String OURS =
            "{\"name\":\"%s\",\"ip\":\"10.0.0.5\",\"port\":1,\"version\":\"%s\",\"tags\":[\"a\",\"b\"]}";

    private static ServiceQuery orders(String... properties) {
        return DiscoveryConfig.read(Application.config(map(properties)), "orders");
    }

    private static Map<String, String> map(String... properties) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        return all;
    }

    @Test
    void byDefaultWhereTheSameJarRegistersUnderThatName() {
        assertThat(orders().prefix()).isEqualTo("/services/orders/");
        assertThat(orders("prefix", "/shop/{app}/").prefix()).isEqualTo("/shop/orders/");
        assertThat(orders("key", "/a/{app}-{ip}").prefix()).isEqualTo("/a/orders-");
        assertThat(orders("format", "json, grpc").prefix()).isEqualTo("/services/orders/");
        assertThat(orders("format", "kratos").prefix()).isEqualTo("/microservices/orders/");
        assertThat(orders("format", "kratos", "format.kratos.prefix", "/k/{app}")
                        .prefix())
                .isEqualTo("/k/orders/");
        assertThat(orders("services", "orders", "orders.prefix", "/o").prefix()).isEqualTo("/o/");
        assertThat(orders("zone", "a").zone()).contains("a");
    }

    @Test
    void propertiesOfItsOwnCountMore() {
        ServiceQuery query = orders(
                "prefix", "/shop/{app}",
                "zone", "a",
                "discovery.orders.prefix", "/x/{app}/y/",
                "discovery.orders.format", "grpc",
                "discovery.orders.zone", "b");
        assertThat(query.prefix()).isEqualTo("/x/orders/y/");
        assertThat(query.zone()).contains("b");
        assertThat(query.reader().read("/x/orders/y/1", "{\"Addr\":\"a:1\"}")).hasSize(1);
        assertThat(orders("discovery.orders.format", "go-zero").prefix()).isEqualTo("orders.rpc/");
    }

    @Test
    void othersAreLeftOutWhereThePrefixIsShared() {
        ServiceQuery shared = orders("prefix", "/services");
        assertThat(shared.prefix()).isEqualTo("/services/");
        assertThat(shared.reader().read("k", OURS.formatted("orders", "1"))).hasSize(1);
        assertThat(shared.reader().read("k", OURS.formatted("billing", "1"))).isEmpty();
        assertThat(orders().reader().read("k", OURS.formatted("billing", "1"))).hasSize(1);
    }

    @Test
    void tagsAndVersionSelect() {
        assertThat(orders("discovery.orders.tags", "a, b").reader().read("k", OURS.formatted("orders", "1")))
                .hasSize(1);
        assertThat(orders("discovery.orders.tags", "a, c").reader().read("k", OURS.formatted("orders", "1")))
                .isEmpty();
        assertThat(orders("discovery.orders.version", "1").reader().read("k", OURS.formatted("orders", "1")))
                .hasSize(1);
        assertThat(orders("discovery.orders.version", "2").reader().read("k", OURS.formatted("orders", "1")))
                .isEmpty();
        // Those of the registration say what we are, not whom we look for.
        assertThat(orders("tags", "x", "version", "9").reader().read("k", OURS.formatted("orders", "1")))
                .hasSize(1);
    }

    @Test
    void whatIsInvalidIsRefusedWithTheDeployment() {
        assertThatThrownBy(() -> read("discovery.orders.format", "xml"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "etcd.registrar.discovery.orders.format = xml (from the test) is invalid: it must be one of plain");
        assertThatThrownBy(() -> read("discovery.orders.prefix", "/")).hasMessageContaining("discovery.orders.prefix");
        assertThatThrownBy(() -> orders("prefix", "/{host}/{app}"))
                .hasMessageContaining("discovery.orders.prefix")
                .hasMessageContaining("because the keys begin with /{host}/{app}");
        assertThatThrownBy(() -> DiscoveryConfig.read(Application.config(Map.of()), "a/b"))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void itsPropertiesAreKnown() {
        assertThat(read("discovery.my.orders.prefix", "/x", "discovery.orders.zone", "a")
                        .warnings())
                .isEmpty();
        assertThat(read("discovery.orders.prefx", "/x").warnings())
                .singleElement()
                .asString()
                .contains("There is no property etcd.registrar.discovery.orders.prefx");
        assertThat(read("discovery-grace", "20 s").discoveryGrace()).hasSeconds(20);
        assertThat(read("ttl", "10 s").discoveryGrace()).hasSeconds(30);
        assertThat(PropertyCatalog.nameProblem("discovery")).isPresent();
    }

    private static RegistrarConfig read(String... properties) {
        return RegistrarConfig.read(Application.config(map(properties)));
    }

    @Test
    void thePageHasEveryPropertyAndNoOther() throws IOException {
        List<String> documented = Pattern.compile("(?m)^\\| `discovery\\.<name>\\.([a-z]+)` \\|")
                .matcher(Files.readString(Path.of("docs/discovery.md")))
                .results()
                .map(row -> row.group(1))
                .toList();
        assertThat(documented).containsExactlyElementsOf(DiscoveryConfig.PROPERTIES);
    }
}
