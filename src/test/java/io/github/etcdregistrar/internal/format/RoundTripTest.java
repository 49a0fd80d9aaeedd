package io.github.etcdregistrar.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdregistrar.Attributes;
import io.github.etcdregistrar.Instance;
import io.github.etcdregistrar.ServiceInstance;
import java.net.URI;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written in a format is read again. */
class RoundTripTest {

    private static final String ID = "0f8e2c1a-5b1d-4c59-9d0e-3a3f0c1d2e4f";
    private static final long LEASE = 7587881234567890123L;
    private static final Attributes ATTRIBUTES = new Attributes(
            Optional.of("1.2"),
            Optional.of("a"),
            OptionalInt.of(3),
            List.of("blue", "new"),
            Map.of("team", "shop \"ä\" \\ \n😀"));
    private static final Set<WireFormat> WITH_URL =
            EnumSet.of(WireFormat.KRATOS, WireFormat.TRAEFIK, WireFormat.GO_KIT);
    private static final Set<WireFormat> WITH_WEIGHT =
            EnumSet.of(WireFormat.KRATOS, WireFormat.COREDNS, WireFormat.DUBBO, WireFormat.KITEX);
    private static final Set<WireFormat> WITH_METADATA =
            EnumSet.of(WireFormat.KRATOS, WireFormat.GO_MICRO, WireFormat.DUBBO, WireFormat.KITEX);
    private static final Set<WireFormat> WITH_VERSION = EnumSet.of(WireFormat.KRATOS, WireFormat.GO_MICRO);
    private static final Set<WireFormat> WITH_ID =
            EnumSet.of(WireFormat.KRATOS, WireFormat.GO_MICRO, WireFormat.COREDNS);

    private static Instance instance(String ip, Optional<URI> url, Attributes attributes) {
        return new Instance(
                "orders",
                ID,
                ip,
                42,
                "host",
                OptionalInt.of(8443),
                url,
                Instant.parse("2026-01-01T00:00:00Z"),
                attributes);
    }

    private static Instance secure() {
        return instance("10.0.0.5", Optional.of(URI.create("https://10.0.0.5:8443/orders?x")), ATTRIBUTES);
    }

    private static List<ServiceInstance> roundTrip(WireFormat format, Instance instance) {
        return new CompositeFormat((own, lease) -> Map.of(), Map.of(format, format.prefix()))
                .entries(instance, LEASE).entrySet().stream()
                        .flatMap(entry ->
                                format.instances(new EntryText("orders", entry.getKey(), entry.getValue())).stream())
                        .toList();
    }

    @ParameterizedTest
    @EnumSource
    void everyFormatIsReadAsItWasWritten(WireFormat format) {
        ServiceInstance read = onlyOne(roundTrip(format, secure()));

        assertThat(read.service()).isEqualTo("orders");
        assertThat(read.uri())
                .isEqualTo(URI.create((WITH_URL.contains(format) ? "https" : "http") + "://10.0.0.5:8443"));
        assertThat(read.attributes().weight())
                .isEqualTo(WITH_WEIGHT.contains(format) ? OptionalInt.of(3) : OptionalInt.empty());
        assertThat(read.attributes().metadata())
                .isEqualTo(WITH_METADATA.contains(format) ? ATTRIBUTES.metadata() : Map.of());
        assertThat(read.attributes().version())
                .isEqualTo(WITH_VERSION.contains(format) ? Optional.of("1.2") : Optional.empty());
        if (WITH_ID.contains(format)) {
            assertThat(read.id()).endsWith(ID);
        }
        assertThat(read.suspect()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void anIpv6AddressAndNoAttributes(WireFormat format) {
        Attributes none = new Attributes(Optional.empty(), Optional.empty(), OptionalInt.empty(), List.of(), Map.of());
        ServiceInstance read = onlyOne(roundTrip(format, instance("fd00::5", Optional.empty(), none)));
        assertThat(read.host()).isEqualTo("fd00::5");
        assertThat(read.uri()).isEqualTo(URI.create("http://[fd00::5]:8443"));
        assertThat(read.attributes().version()).isEmpty();
    }

    @Test
    void ourOwnFormatIsReadWithAllThatItSays() {
        ServiceInstance read = own(InstanceJson.of(secure()));
        assertThat(read).isEqualTo(new ServiceInstance("orders", ID, "https", "10.0.0.5", 8443, ATTRIBUTES, false));
        assertThat(own(InstanceJson.of(instance("10.0.0.5", Optional.empty(), ATTRIBUTES)))
                        .uri())
                .isEqualTo(URI.create("http://10.0.0.5:8443"));
    }

    @Test
    void valuesOfTheApplicationsOwnAreUrlsOrAddresses() {
        assertThat(own("https://shop.example/orders/").uri()).isEqualTo(URI.create("https://shop.example:443"));
        assertThat(own(" 10.0.0.5:8080\n").uri()).isEqualTo(URI.create("http://10.0.0.5:8080"));
        assertThat(own("[fd00::5]:8080").uri()).isEqualTo(URI.create("http://[fd00::5]:8080"));
        assertThat(own("my_host:80").host()).isEqualTo("my_host");
        assertThat(own("10.0.0.5:8080").id()).isEqualTo("42");
        assertThat(own("http://user:secret@a:1").toString()).doesNotContain("secret");
    }

    @Test
    void anInstanceOfAnotherNameIsLeftOutWhereThePrefixIsShared() {
        EntryText other = new EntryText("billing", "/services/10.0.0.5/42", InstanceJson.of(secure()));
        assertThat(InstanceJson.read(other, true)).isEmpty();
        assertThat(InstanceJson.read(other, false)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "a:b",
                "a:99999",
                "10.0.0.5",
                "{",
                "{}",
                "{\"ip\":}",
                "{\"url\":\"x\"}",
                "{\"ip\":\"a\"} x",
                "{\"ip\":\"a\",\"port\":\"b\"}",
                "{\"ip\":\"a\",}",
                "{\"ip\":\"\\q\"}",
                "{\"ip\":\"\\u12",
                "{\"ip\":nul}"
            })
    void whatCannotBeReadIsRefusedWithoutBeingQuoted(String value) {
        assertThatThrownBy(() -> own(value + "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> own("{\"password\":secret}")).hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @EnumSource(value = WireFormat.class, mode = EnumSource.Mode.EXCLUDE, names = "TRAEFIK")
    void whatIsNoneOfTheFormatIsRefused(WireFormat format) {
        for (String value : List.of("", "[1]", "{}", "{\"endpoints\":[],\"nodes\":7}", "[".repeat(10_000))) {
            assertThatThrownBy(() -> format.instances(new EntryText("orders", "/a/b", value)))
                    .as(value)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void oneThatDubboHasDisabledIsLeftOut() {
        String value = "{\"host\":\"a\",\"port\":1,\"enabled\":false}";
        assertThat(WireFormat.DUBBO.instances(new EntryText("orders", "/a/b", value)))
                .isEmpty();
    }

    private static ServiceInstance own(String value) {
        return onlyOne(InstanceJson.read(new EntryText("orders", "/services/orders/10.0.0.5/42", value), false));
    }

    private static ServiceInstance onlyOne(List<ServiceInstance> read) {
        assertThat(read).hasSize(1);
        return read.get(0);
    }
}
