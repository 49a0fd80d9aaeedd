package io.github.etcdregistrar.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdregistrar.testing.FakeDns;
import java.io.IOException;
import java.util.Map;
import javax.naming.Context;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SrvEndpointsTest {

    private final FakeDns dns = new FakeDns(0);

    @AfterEach
    void close() {
        dns.close();
    }

    @Test
    void findsMembersWithAndWithoutTlsByPriority() throws Exception {
        dns.become(
                "_etcd-client._tcp.example.test SRV 20 0 2381 c.example.test",
                "_etcd-client._tcp.example.test SRV 10 0 2380 b.example.test",
                "_etcd-client-ssl._tcp.example.test SRV 0 0 2379 a.example.test");

        assertThat(source().endpoints())
                .containsExactly(
                        new Endpoint(true, "a.example.test", 2379),
                        new Endpoint(false, "b.example.test", 2380),
                        new Endpoint(false, "c.example.test", 2381));
    }

    @Test
    void saysThatThereIsNoRecord() {
        dns.become("example.test A 127.0.0.1");
        assertThatThrownBy(() -> source().endpoints())
                .isInstanceOf(IOException.class)
                .hasMessage("DNS has no SRV record _etcd-client._tcp.example.test or"
                        + " _etcd-client-ssl._tcp.example.test");
    }

    @Test
    void saysThatDnsDoesNotAnswer() {
        dns.silent(true);
        assertThatThrownBy(() -> source().endpoints())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("DNS does not answer for the SRV records of example.test: ");
    }

    @Test
    void followsWhatDnsSays() throws Exception {
        EndpointSource source = source();
        dns.become("_etcd-client._tcp.example.test SRV 0 0 1 a");
        assertThat(source.endpoints()).containsExactly(new Endpoint(false, "a", 1));
        dns.become("_etcd-client._tcp.example.test SRV 0 0 2 b");
        assertThat(source.endpoints()).containsExactly(new Endpoint(false, "b", 2));
    }

    private EndpointSource source() {
        return new SrvEndpoints("example.test", Map.of(Context.PROVIDER_URL, dns.url()));
    }
}
