package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.servers.apps.JetcdResource;
import io.github.etcdregistrar.testing.servers.Http;
import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.War;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An application with jetcd's client, which it injects. With the tag of the profile that gets jetcd's libraries. */
@Tag("naive")
class JetcdRedeployIT extends ServerTest {
    private static final int REDEPLOYS = Integer.getInteger("guest.redeploys", 4);
    /** As in {@link OpenLibertyGuestIT}. */
    private static final int KEPT = 2;

    JetcdRedeployIT() {
        super(new OpenLiberty().with("-XX:SoftRefLRUPolicyMSPerMB=0"), Runtimes.libertySample());
    }

    @Test
    void redeploysLeaveNothingOfTheClientBehind() {
        Path war = War.withJetcd(War.with(
                War.configured(sample, Map.of("etcd.registrar.endpoints", etcd.endpoint())), JetcdResource.class));
        server.start();
        Traces traces = new Traces(server, "com.ibm.ws.classloading.internal.AppClassLoader");
        traces.begin();
        AtomicLong lease = new AtomicLong();
        server.deploy("guest", war);
        for (int round = 0; round <= REDEPLOYS; round++) {
            lease.set(observer.awaitKey("guest", key -> key.lease() != lease.get())
                    .lease());
            await("the use of the client").untilAsserted(() -> assertThat(
                            Http.get(server.url("guest") + "/api/jetcd").body())
                    .isEqualTo("1 key"));
            if (round < REDEPLOYS) {
                server.redeploy("guest", war);
            }
        }
        server.undeploy("guest");
        traces.print("jetcd's client, after " + REDEPLOYS + " redeploys");
        assertThat(traces.ourThreads()).isEmpty();
        traces.awaitAtMost(KEPT);
        assertThat(view.list("/")).isEmpty();
    }
}
