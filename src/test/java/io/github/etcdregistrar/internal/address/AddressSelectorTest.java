package io.github.etcdregistrar.internal.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdregistrar.testing.LogLines;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The choice of the address, on tables of interfaces. */
class AddressSelectorTest {

    private static final String ETCD = "10.9.9.9";
    private static final String ANYWHERE = "198.51.100.";
    private static final String LO = "lo 127.0.0.1 ::1";

    private final LogLines log = LogLines.of(AddressSelector.class);
    private final AtomicLong clock = new AtomicLong();
    /** How far the clock goes each time that it is read: far enough for the next check. */
    private long step = Duration.ofSeconds(5).toNanos();

    @AfterEach
    void closeLog() {
        log.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            # interfaces, in order                        | route to etcd | network                | family | chosen
            lo 127.0.0.1, docker0 172.17.0.1, eth0 10.0.0.5 | 10.0.0.5    | -                      | -      | 10.0.0.5
            lo 127.0.0.1, eth0 10.0.0.5 fd00::5           | fd00::5       | -                      | -      | fd00::5
            lo 127.0.0.1, eth0 fd00::5 10.0.0.5           | fd00::5       | -                      | ipv4   | 10.0.0.5
            lo 127.0.0.1, docker0 fd17::1, eth0 10.0.0.5 fd00::5 | 10.0.0.5 | -                    | ipv6   | fd00::5
            lo 127.0.0.1 ::1, eth0 10.0.0.5               | 10.0.0.5      | -                      | ipv6   | 10.0.0.5
            lo 127.0.0.1, eth0 10.0.0.5, tun0 10.8.0.2    | 10.8.0.2      | -                      | -      | 10.8.0.2
            lo 127.0.0.1, tun0 10.8.0.2, eth0 10.0.0.5    | -             | -                      | -      | 10.0.0.5
            lo 127.0.0.1, eth0 169.254.7.7, eth1 10.0.1.5 | 127.0.0.1     | -                      | -      | 10.0.1.5
            lo 127.0.0.1, eth0 fe80::1 fd00::5            | -             | -                      | -      | fd00::5
            lo 127.0.0.1, eth0 fe80::1                    | fe80::1       | -                      | -      | 127.0.0.1
            lo ::1 127.0.0.1                              | ::1           | -                      | -      | ::1
            lo 127.0.0.1                                  | -             | -                      | -      | 127.0.0.1
            eth0 169.254.7.7, lo 127.0.0.1                | -             | -                      | -      | 127.0.0.1
            lo 127.0.0.1                                  | 10.0.0.5      | -                      | -      | 10.0.0.5
            lo 127.0.0.1 10.255.0.1, eth0 10.0.0.5        | 127.0.0.1     | -                      | -      | 10.0.0.5
            lo 127.0.0.1, eth0 10.0.0.5, eth1 192.168.1.5 | 192.168.1.5   | 10.0.0.0/8             | -      | 10.0.0.5
            lo 127.0.0.1, eth0 10.0.0.5, eth1 10.1.0.5    | 10.1.0.5      | 10.0.0.0/8             | -      | 10.1.0.5
            lo 127.0.0.1, eth0 10.0.0.5, eth1 10.1.0.5    | 10.0.0.5      | eth1, eth*             | -      | 10.1.0.5
            lo 127.0.0.1, eth0 10.0.0.5, eth1 10.1.0.5    | 10.0.0.5      | 10.1.0.5               | -      | 10.1.0.5
            lo 127.0.0.1, eth0 10.0.0.5 fd00::5           | fd00::5       | eth*                   | -      | 10.0.0.5
            lo 127.0.0.1, eth0 10.0.0.5 fd00::5           | 10.0.0.5      | eth*                   | ipv6   | fd00::5
            lo 127.0.0.1, eth0 10.0.0.5 fd00::5           | 10.0.0.5      | fd00::/9               | -      | fd00::5
            lo 127.0.0.1, docker0 172.17.0.1, eth0 10.0.0.5 | -           | !docker*               | -      | 10.0.0.5
            lo 127.0.0.1, docker0 172.17.0.1, eth0 10.0.0.5 | 172.17.0.1  | *, !docker*, !lo       | -      | 10.0.0.5
            lo 127.0.0.1, eth0 10.0.0.5 10.0.0.6          | 10.0.0.5      | eth0, !10.0.0.5        | -      | 10.0.0.6
            lo 127.0.0.1, eth0 10.0.0.5                   | 10.0.0.5      | lo                     | -      | 127.0.0.1
            lo 127.0.0.1 ::1, eth0 10.0.0.5               | 10.0.0.5      | *                      | ipv6   | 10.0.0.5
            lo 127.0.0.1, eth0 10.0.0.5, tun0 10.8.0.2    | 10.0.0.5      | tun?                   | -      | 10.8.0.2
            lo 127.0.0.1, eth0 169.254.7.7                | -             | eth0                   | -      | 169.254.7.7
            lo 127.0.0.1, eth0 169.254.7.7, eth1 10.0.1.5 | -             | eth*                   | -      | 10.0.1.5
            """)
    void chooses(String interfaces, String routeToEtcd, String network, String family, String chosen) {
        FakeNetwork fake = FakeNetwork.of(interfaces.split(", ")).route(ETCD, routeToEtcd);

        assertThat(address(fake, network, family).get()).isEqualTo(chosen);
    }

    @Test
    void theFirstEndpointWithARouteCounts() {
        FakeNetwork network = FakeNetwork.of(LO, "eth0 10.0.0.5", "eth1 10.1.0.5")
                .route("10.9.9.1", "127.0.0.1")
                .route("10.9.9.2", "10.1.0.5")
                .route("10.9.9.3", "10.0.0.5");

        assertThat(new AddressSelector(network, AddressRules.NONE, Optional.empty(), () -> Stream.of(
                                        "no-such-host.invalid", "10.9.9.1", "10.9.9.2", "10.9.9.3")
                                .map(host -> InetSocketAddress.createUnresolved(host, 2379))
                                .toList())
                        .get())
                .isEqualTo("10.1.0.5");
    }

    @Test
    void looksEveryFiveSeconds() {
        step = 0;
        FakeNetwork network = FakeNetwork.of(LO, "eth0 10.0.0.5").route(ETCD, "10.0.0.5");
        AddressSelector address = address(network, null, null);
        address.get();
        network.become(LO, "eth0 10.0.0.6");
        network.route(ETCD, "10.0.0.6");

        clock.set(Duration.ofMillis(4_999).toNanos());
        assertThat(address.hasChanged()).isFalse();

        clock.set(Duration.ofSeconds(5).toNanos());
        assertThat(address.hasChanged()).isTrue();
    }

    @Test
    void looksEachTimeWhileTheAddressIsMissing() {
        step = 0;
        FakeNetwork network = FakeNetwork.of(LO, "eth0 10.0.0.5").route(ETCD, "10.0.0.5");
        AddressSelector address = address(network, null, null);
        address.get();
        network.become(LO, "eth1 10.1.0.5");
        network.route(ETCD, null);
        clock.set(Duration.ofSeconds(5).toNanos());

        assertThat(address.hasChanged()).isFalse();
        assertThat(address.hasChanged()).isFalse();
        assertThat(address.hasChanged()).isTrue();
    }

    @Test
    void theDefaultRouteCountsWhereEtcdIsOnTheLoopback() {
        FakeNetwork network = FakeNetwork.of(LO, "docker0 172.17.0.1", "eth0 10.0.0.5")
                .route(ETCD, "127.0.0.1")
                .route(ANYWHERE, "10.0.0.5");

        assertThat(address(network, null, null).get()).isEqualTo("10.0.0.5");
        assertThat(log.all())
                .containsExactly(
                        "Address 10.0.0.5 (eth0, on the default route); other candidates: 172.17.0.1 (docker0)");
    }

    @Test
    void saysWhatItHasChosenAndWhatNot() {
        FakeNetwork network = FakeNetwork.of(LO, "docker0 172.17.0.1", "eth0 10.0.0.5 fd00::5 fe80::5")
                .route(ETCD, "10.0.0.5");
        AddressSelector address = address(network, null, null);
        address.get();
        assertThat(log.all())
                .containsExactly("Address 10.0.0.5 (eth0, on the route to etcd);"
                        + " other candidates: fd00::5 (eth0), 172.17.0.1 (docker0)");

        network.become(LO, "docker0 172.17.0.1", "eth0 10.0.0.6");
        network.route(ETCD, "10.0.0.6");
        address.get();
        address.get();

        assertThat(log.all()).hasSize(2);
        assertThat(log.last())
                .isEqualTo("Address 10.0.0.6 (eth0, on the route to etcd) instead of 10.0.0.5 (eth0);"
                        + " other candidates: 172.17.0.1 (docker0)");
    }

    @Test
    void saysByWhichRuleItHasChosen() {
        FakeNetwork network = FakeNetwork.of(LO, "eth0 10.0.0.5").route(ETCD, "10.0.0.5");

        address(network, "192.168.0.0/16, eth*", null).get();

        assertThat(log.last())
                .isEqualTo("Address 10.0.0.5 (eth0, matches eth*, on the route to etcd); no other candidate");
    }

    @Test
    void aNodeWithHundredsOfInterfacesDoesNotFillTheLog() {
        String[] interfaces = IntStream.range(0, 200)
                .mapToObj(i -> "veth" + i + " 10.0.0." + i)
                .toArray(String[]::new);

        address(FakeNetwork.of(interfaces), null, null).get();

        assertThat(log.last()).endsWith(" and 189 more").hasSizeLessThan(400);
    }

    @Test
    void rulesThatMatchNothingSayWhatThereIsAndAreTriedAgain() {
        FakeNetwork network = FakeNetwork.of(LO, "docker0 172.17.0.1 fe80::1");
        AddressSelector address = address(network, "10.0.0.0/8", null);
        assertThatThrownBy(address::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("etcd.registrar.network = 10.0.0.0/8 matches none of"
                        + " 127.0.0.1 (lo), ::1 (lo), 172.17.0.1 (docker0)");
        assertThat(address.hasChanged()).isFalse();

        network.become(LO, "eth0 10.0.0.5");
        assertThat(address.get()).isEqualTo("10.0.0.5");
    }

    /** A row of what happens to one and the same registration. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            # what                    | network | at first: interfaces            | route     | then: interfaces                       | route     | chosen
            another lease of DHCP     | -       | eth0 10.0.0.5                   | 10.0.0.5  | eth0 10.0.0.6                          | 10.0.0.6  | 10.0.0.6
            a second address          | -       | eth0 10.0.0.5                   | 10.0.0.5  | eth0 10.0.0.4 10.0.0.5                 | 10.0.0.5  | 10.0.0.5
            a better route            | -       | eth0 10.0.0.5, wlan0 10.1.0.5   | 10.0.0.5  | eth0 10.0.0.5, wlan0 10.1.0.5          | 10.1.0.5  | 10.1.0.5
            the route is gone         | -       | eth0 10.0.0.5, docker0 172.17.0.1 | 10.0.0.5 | docker0 172.17.0.1, eth0 10.0.0.5     | -         | 10.0.0.5
            healed after a glitch     | -       | docker0 172.17.0.1              | -         | docker0 172.17.0.1, eth0 10.0.0.5      | 10.0.0.5  | 10.0.0.5
            an earlier interface      | -       | eth1 10.1.0.5                   | -         | eth0 10.0.0.5, eth1 10.1.0.5           | -         | 10.1.0.5
            an earlier rule           | eth0,*  | eth1 10.1.0.5                   | 10.1.0.5  | eth0 10.0.0.5, eth1 10.1.0.5           | 10.1.0.5  | 10.0.0.5
            a later rule              | eth0,*  | eth0 10.0.0.5                   | -         | eth0 10.0.0.5, eth1 10.1.0.5           | 10.1.0.5  | 10.0.0.5
            the family preferred      | eth0    | eth0 fd00::5                    | -         | eth0 fd00::5 10.0.0.5                  | -         | 10.0.0.5
            from the loopback         | -       | lo 127.0.0.1                    | 127.0.0.1 | lo 127.0.0.1, wlan0 10.1.0.5           | 127.0.0.1 | 10.1.0.5
            never to the loopback     | -       | lo 127.0.0.1, eth0 10.0.0.5     | 10.0.0.5  | lo 127.0.0.1                           | 127.0.0.1 | 10.0.0.5
            nor if a rule wants it    | lo,eth0 | eth0 10.0.0.5                   | 10.0.0.5  | lo 127.0.0.1, eth0 10.0.0.5            | 127.0.0.1 | 10.0.0.5
            nothing matches any more  | eth0    | eth0 10.0.0.5                   | 10.0.0.5  | eth1 10.1.0.5                          | 10.1.0.5  | 10.0.0.5
            another interface         | -       | eth0 10.0.0.5                   | 10.0.0.5  | wlan0 10.0.0.5                         | 10.0.0.5  | 10.0.0.5
            """)
    void follows(String what, String rules, String first, String route, String then, String nextRoute, String chosen) {
        FakeNetwork network = FakeNetwork.of(first.split(", ")).route(ETCD, route);
        AddressSelector address = address(network, rules, null);
        String before = address.get();
        assertThat(address.hasChanged()).isFalse();

        network.become(then.split(", "));
        network.route(ETCD, nextRoute);

        assertThat(address.hasChanged()).isEqualTo(!before.equals(chosen));
        assertThat(address.get()).isEqualTo(chosen);
        assertThat(address.hasChanged()).isFalse();
    }

    @Test
    void aWorseOneIsNotTakenForAMoment() {
        FakeNetwork network =
                FakeNetwork.of(LO, "docker0 172.17.0.1", "eth0 10.0.0.5").route(ETCD, "10.0.0.5");
        AddressSelector address = address(network, null, null);
        assertThat(address.get()).isEqualTo("10.0.0.5");

        network.become(LO, "docker0 172.17.0.1");
        network.route(ETCD, "127.0.0.1");
        assertThat(address.hasChanged()).isFalse();
        assertThat(address.hasChanged()).isFalse();
        network.become(LO, "docker0 172.17.0.1", "eth0 10.0.0.5");
        network.route(ETCD, "10.0.0.5");
        assertThat(address.hasChanged()).isFalse();
        network.become(LO, "docker0 172.17.0.1");
        network.route(ETCD, "127.0.0.1");
        assertThat(address.hasChanged()).isFalse();
        assertThat(address.hasChanged()).isFalse();
        assertThat(address.hasChanged()).isTrue();
        assertThat(address.get()).isEqualTo("172.17.0.1");
    }

    @Test
    void saysOnceThatItKeepsAnAddressThatIsGone() {
        FakeNetwork network = FakeNetwork.of(LO, "eth0 10.0.0.5");
        AddressSelector address = address(network, null, null);
        address.get();
        for (int i = 0; i < 2; i++) {
            network.become(LO);
            address.hasChanged();
            address.hasChanged();
            network.become(LO, "eth0 10.0.0.5");
            address.hasChanged();
        }

        assertThat(log.all()).hasSize(3);
        assertThat(log.last()).isEqualTo("Address 10.0.0.5 (eth0) is gone, and kept because there is no other");
    }

    @Test
    void theAddressIsOneOfThisMachine() throws Exception {
        String ip = address(Network.ofThisMachine(), null, null).get();

        NetworkInterface network = NetworkInterface.getByInetAddress(InetAddress.getByName(ip));
        assertThat(network).isNotNull();
        assertThat(network.isUp()).isTrue();
    }

    @Test
    void thisMachineHasALoopbackThatCanBeNamed() {
        assertThat(address(Network.ofThisMachine(), "127.0.0.0/8", null).get()).startsWith("127.");
        assertThat(Network.ofThisMachine().addresses())
                .contains(new NetworkAddress(InetAddress.getLoopbackAddress(), loopbackName(), false));
    }

    private static String loopbackName() {
        return Network.ofThisMachine().addresses().stream()
                .filter(NetworkAddress::isLoopback)
                .findFirst()
                .orElseThrow()
                .networkInterface();
    }

    private AddressSelector address(Network network, String rules, String family) {
        return new AddressSelector(
                network,
                rules == null ? AddressRules.NONE : AddressRules.parse(rules),
                Optional.ofNullable(family).map(text -> IpFamily.valueOf(text.toUpperCase(Locale.ROOT))),
                () -> List.of(InetSocketAddress.createUnresolved(ETCD, 2379)),
                () -> clock.addAndGet(step));
    }
}
