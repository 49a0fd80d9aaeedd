package io.github.etcdregistrar.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdregistrar.Attributes;
import io.github.etcdregistrar.Instance;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and values to the letter, as those read them who have never heard of us. */
class WireFormatTest {

    private static final String ID = "0f8e2c1a-5b1d-4c59-9d0e-3a3f0c1d2e4f";
    private static final long LEASE = 7587881234567890123L;
    private static final Attributes ATTRIBUTES = new Attributes(
            Optional.of("1.2"), Optional.of("a"), OptionalInt.of(3), List.of("blue"), Map.of("team", "shop"));
    private static final Format NONE = (instance, lease) -> Map.of();

    @Test
    void grpc() {
        assertThat(entries(WireFormat.GRPC, instance("orders", "10.0.0.5")))
                .isEqualTo(Map.of("orders/10.0.0.5:8080", "{\"Op\":0,\"Addr\":\"10.0.0.5:8080\",\"Metadata\":null}"));
    }

    @Test
    void kratos() {
        assertThat(entries(WireFormat.KRATOS, instance("orders", "10.0.0.5")))
                .isEqualTo(Map.of(
                        "/microservices/orders/" + ID,
                        "{\"id\":\"" + ID + "\",\"name\":\"orders\",\"version\":\"1.2\","
                                + "\"metadata\":{\"team\":\"shop\",\"weight\":\"3\"},"
                                + "\"endpoints\":[\"http://10.0.0.5:8080\"]}"));
    }

    @Test
    void goZero() {
        assertThat(entries(WireFormat.GO_ZERO, instance("orders", "10.0.0.5")))
                .isEqualTo(Map.of("orders.rpc/7587881234567890123", "10.0.0.5:8080"));
    }

    @Test
    void goMicro() {
        assertThat(entries(WireFormat.GO_MICRO, instance("orders", "10.0.0.5")))
                .isEqualTo(Map.of(
                        "/micro/registry/orders/orders-" + ID,
                        "{\"name\":\"orders\",\"version\":\"1.2\",\"metadata\":{\"team\":\"shop\"},\"endpoints\":[],"
                                + "\"nodes\":[{\"metadata\":{\"team\":\"shop\"},\"id\":\"orders-" + ID
                                + "\",\"address\":\"10.0.0.5:8080\"}]}"));
    }

    @Test
    void traefik() {
        String server = "traefik/http/services/orders/loadBalancer/servers/7587881234567890123";
        assertThat(entries(WireFormat.TRAEFIK, instance("orders", "10.0.0.5")))
                .isEqualTo(Map.of(server + "/url", "http://10.0.0.5:8080", server + "/weight", "3"));
        assertThat(entries(WireFormat.TRAEFIK, bare("10.0.0.5"))).containsOnlyKeys(server + "/url");
    }

    @Test
    void dubbo() {
        assertThat(entries(WireFormat.DUBBO, instance("orders", "10.0.0.5")))
                .isEqualTo(Map.of(
                        "/services/orders/10.0.0.5:8080",
                        "{\"id\":\"10.0.0.5:8080\",\"serviceName\":\"orders\",\"host\":\"10.0.0.5\",\"port\":8080,"
                                + "\"weight\":3,\"enabled\":true,\"enable\":true,\"healthy\":true,"
                                + "\"metadata\":{\"team\":\"shop\"}}"));
    }

    @Test
    void kitex() {
        assertThat(entries(WireFormat.KITEX, instance("orders", "10.0.0.5")))
                .isEqualTo(Map.of(
                        "kitex/registry-etcd/orders/10.0.0.5:8080",
                        "{\"network\":\"tcp\",\"address\":\"10.0.0.5:8080\",\"weight\":3,"
                                + "\"tags\":{\"team\":\"shop\"}}"));
    }

    @Test
    void goKit() {
        assertThat(entries(WireFormat.GO_KIT, instance("orders", "10.0.0.5")))
                .isEqualTo(Map.of("/service/orders/10.0.0.5:8080", "http://10.0.0.5:8080"));
    }

    @Test
    void whatIsNotConfiguredHasTheConsumersDefault() {
        Instance bare = bare("10.0.0.5");
        assertThat(entries(WireFormat.KRATOS, bare).values())
                .singleElement()
                .asString()
                .contains("\"version\":\"\",\"metadata\":{},\"endpoints\":[\"http://10.0.0.5:8080\"]");
        assertThat(entries(WireFormat.GO_MICRO, bare).values())
                .singleElement()
                .asString()
                .contains("\"version\":\"latest\"");
        assertThat(entries(WireFormat.KITEX, bare).values())
                .singleElement()
                .asString()
                .contains("\"weight\":10,\"tags\":{}");
        assertThat(entries(WireFormat.COREDNS, bare).values())
                .containsExactly("{\"host\":\"10.0.0.5\",\"port\":8080,\"ttl\":5}");
    }

    @Test
    void aUrlThatIsConfiguredSaysWhereWithItsSchemeAndPort() {
        Instance instance = instance(
                "orders",
                "10.0.0.5",
                OptionalInt.empty(),
                Optional.of(URI.create("https://shop.example:8443/orders?x")));
        assertThat(entries(WireFormat.TRAEFIK, instance)).containsValue("https://shop.example:8443");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "/orders", "mailto:a@b"})
    void aUrlWithoutAHostIsRefused(String url) {
        Instance instance = instance("orders", "10.0.0.5", OptionalInt.of(8080), Optional.of(URI.create(url)));
        assertThatThrownBy(() -> entries(WireFormat.TRAEFIK, instance))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the format traefik cannot use the URL " + url
                        + ", which has no scheme or no host: set etcd.registrar.url");
    }

    @Test
    void theDefaultPlacesOfAllAreApart() {
        Map<WireFormat, String> all =
                Arrays.stream(WireFormat.values()).collect(Collectors.toMap(format -> format, WireFormat::prefix));
        assertThat(new CompositeFormat(NONE, all).entries(bare("10.0.0.5"), LEASE))
                .hasSameSizeAs(all.keySet());
    }

    @Test
    void coredns() {
        assertThat(entries(WireFormat.COREDNS, instance("orders", "10.0.0.5")))
                .isEqualTo(Map.of(
                        "/skydns/local/skydns/orders/" + ID,
                        "{\"host\":\"10.0.0.5\",\"port\":8080,\"weight\":3,\"ttl\":5}"));
    }

    @Test
    void anIpv6AddressWithAPortIsInBrackets() {
        assertThat(entries(WireFormat.GRPC, instance("orders", "fd00::5"))).containsOnlyKeys("orders/[fd00::5]:8080");
        assertThat(entries(WireFormat.COREDNS, instance("orders", "fd00::5")).values())
                .singleElement()
                .asString()
                .contains("\"host\":\"fd00::5\"");
    }

    @ParameterizedTest
    @EnumSource
    void aPortThatIsMissingIsAskedFor(WireFormat format) {
        Instance instance = instance("orders", "10.0.0.5", OptionalInt.empty(), Optional.empty());
        assertThatThrownBy(() -> entries(format, instance))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the format " + format.id()
                        + " needs a port, and the server does not tell it: set etcd.registrar.port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.5", "Orders", "a_b", "-a", "a-", "any", "", "a/b"})
    void aNameThatIsNoDnsLabelIsRefused(String name) {
        assertThatThrownBy(() -> entries(WireFormat.COREDNS, instance(name, "10.0.0.5")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the format coredns cannot have the name " + name
                        + ", it must be a DNS label in lower case: set etcd.registrar.name");
    }

    @ParameterizedTest
    @EnumSource
    void aNameThatIsAPathIsRefused(WireFormat format) {
        assertThatThrownBy(() -> entries(format, instance("shop/orders", "10.0.0.5")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the format " + format.id() + " cannot have the name shop/orders");
    }

    @Test
    void theBeginningOfTheKeyCanBeChosen() {
        assertThat(new CompositeFormat(NONE, Map.of(WireFormat.GRPC, "/grpc/{app}"))
                        .entries(instance("a", "::1"), LEASE))
                .containsOnlyKeys("/grpc/a/[::1]:8080");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders/1", "orders/10.0.0.5/4711", "orders/10.0.0.5:8080"})
    void keysThatAnothersConsumersWouldReadAreRefused(String other) {
        CompositeFormat formats = new CompositeFormat(
                (instance, lease) -> Map.of(other, "text"), Map.of(WireFormat.GRPC, WireFormat.GRPC.prefix()));
        assertThatThrownBy(() -> formats.entries(instance("orders", "10.0.0.5"), LEASE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("who reads the format grpc below orders/ would find another format's " + other
                        + ", too: set etcd.registrar.format.grpc.prefix or the other's prefix");
    }

    @Test
    void keysThatAnothersConsumersWouldReadAreRefusedAmongOthers() {
        CompositeFormat formats = new CompositeFormat(NONE, Map.of(WireFormat.GRPC, "/a", WireFormat.COREDNS, "/a/b"));
        assertThatThrownBy(() -> formats.entries(instance("orders", "10.0.0.5"), LEASE))
                .hasMessageContaining("who reads the format grpc below /a/ would find another format's /a/b/" + ID);
    }

    private static Map<String, String> entries(WireFormat format, Instance instance) {
        return new CompositeFormat(NONE, Map.of(format, format.prefix())).entries(instance, LEASE);
    }

    private static Instance bare(String ip) {
        Attributes none = new Attributes(Optional.empty(), Optional.empty(), OptionalInt.empty(), List.of(), Map.of());
        return new Instance(
                "orders", ID, ip, 4711, "node1", OptionalInt.of(8080), Optional.empty(), Instant.EPOCH, none);
    }

    private static Instance instance(String name, String ip) {
        return instance(name, ip, OptionalInt.of(8080), Optional.of(URI.create("http://10.0.0.5:8080/orders")));
    }

    private static Instance instance(String name, String ip, OptionalInt port, Optional<URI> url) {
        return new Instance(name, ID, ip, 4711, "node1", port, url, Instant.EPOCH, ATTRIBUTES);
    }
}
