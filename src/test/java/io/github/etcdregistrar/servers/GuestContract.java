package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.servers.apps.LeakingValue;
import io.github.etcdregistrar.servers.apps.LibrariesValue;
import io.github.etcdregistrar.servers.apps.PlainBean;
import io.github.etcdregistrar.servers.apps.StateChangePrinter;
import io.github.etcdregistrar.testing.EtcdPorts;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.Http;
import io.github.etcdregistrar.testing.servers.War;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** That a server can have us in and out again, as often as it likes, and that we get along with what is there. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(CompatibilityTable.class)
abstract class GuestContract extends ServerTest {
    private static final String NAME = "guest";
    private static final int REDEPLOYS = Integer.getInteger("guest.redeploys", 4);
    /** Where Weld is in the WAR, its own threads end a moment after it has, which Tomcat can see. */
    private static final Pattern TROUBLE = Pattern.compile(
            "(?i)(?!.*weld-worker).*(leak|illegal.?access|ClassNotFound|NoClassDefFound|LinkageError|zip file closed).*");

    private final String webClassLoader;
    private int kept;
    private Traces traces;

    /**
     * Takes the server, not started yet.
     *
     * @param webClassLoader the type of the class loaders that it makes for applications
     * @param kept how many of these, of applications that have gone, the server may keep at least; it may keep as many as
     *     of a WAR without us
     */
    GuestContract(AppServer server, Path sample, String webClassLoader, int kept) {
        super(server.with("-XX:SoftRefLRUPolicyMSPerMB=0"), sample);
        this.webClassLoader = webClassLoader;
        this.kept = kept;
    }

    @BeforeAll
    void start() {
        server.start();
        traces = new Traces(server, webClassLoader);
    }

    @Test
    @Order(1)
    void aWarWithoutUsIsTheControl() {
        Path control = War.with(
                War.without(
                        sample,
                        War.BUNDLE,
                        "WEB-INF/classes/META-INF",
                        "WEB-INF/classes/com/example/sample/FleetResource",
                        "WEB-INF/classes/com/example/sample/RegistrationResource"),
                PlainBean.class);
        redeploy("a WAR without us", control, round -> {}, () -> {});
        kept = Math.max(kept, (int) traces.leftClassLoaders());
        // Else it would keep all.
        assertThat(kept).isLessThan(REDEPLOYS);
    }

    @Test
    @Covers(Check.REDEPLOYS)
    @Order(2)
    void redeploysLeaveNothingBehind() {
        AtomicLong lease = new AtomicLong();
        redeploy(
                "etcd is up",
                hasRestClient() ? callingItself(war(etcd.endpoint()), "http://guest.etcd/guest") : war(etcd.endpoint()),
                round -> {
                    lease.set(observer.awaitKey(NAME, key -> key.lease() != lease.get())
                            .lease());
                    if (hasRestClient()) {
                        await("a call of what was found")
                                .untilAsserted(() -> assertThat(Http.get(server.url(NAME) + "/api/calling")
                                                .body())
                                        .startsWith("Hello"));
                    }
                });
        assertThat(view.list("/")).isEmpty();
        assertThat(view.leases()).isEmpty();
    }

    @Test
    @Covers(Check.REDEPLOYS)
    @Order(3)
    void redeploysLeaveNothingBehindWhileEtcdIsAway() {
        redeploy("etcd is away", war("http://127.0.0.1:" + EtcdPorts.free()), round -> await("an attempt to fail")
                .until(() -> hasFailed(NAME)));
    }

    /** Whether an application has seen that etcd is away. */
    boolean hasFailed(String application) {
        String page = server.url(application) + "/api/registration";
        return !Json.object(Http.get(page).body()).getString("problem").isEmpty();
    }

    /**
     * After the look into the log: while it deploys, Payara can close a jar from which a class is just being loaded. With
     * the thin artifact that can be one of the client's; the next attempt succeeds.
     */
    @Test
    @Order(Integer.MAX_VALUE - 1)
    void redeploysOfThePlainArtifactLeaveNothingBehind() {
        AtomicLong lease = new AtomicLong();
        redeploy(
                "the thin artifact",
                War.thin(war(etcd.endpoint())),
                round -> lease.set(observer.awaitKey(NAME, key -> key.lease() != lease.get())
                        .lease()));
    }

    @Test
    @Order(Integer.MAX_VALUE - 2)
    void theServerHasSeenNothingToComplainOf() {
        assertThat(server.log().lines().filter(line -> TROUBLE.matcher(line).matches()))
                .isEmpty();
    }

    @Test
    void otherVersionsOfOurLibrariesAreNotInTheWay() {
        Path war = War.withOtherVersions(War.with(war(etcd.endpoint()), LibrariesValue.class));
        server.deploy("crowded", war);
        Entry key = observer.awaitKey("crowded");
        assertThat(traces.ourClassLoaders()).isPositive();
        JsonObject jars = Json.object(key.value());
        assertThat(jars.getString("netty")).isEqualTo("netty-buffer-4.2.7.Final.jar");
        assertThat(jars.getString("grpc")).isEqualTo("grpc-api-1.45.1.jar");
        assertThat(jars.getString("guava")).isEqualTo("guava-20.0.jar");
        assertThat(jars.getString("protobuf")).isEqualTo("protobuf-java-4.33.1.jar");
        // Payara gives its own to every application.
        assertThat(jars.getString("jackson")).contains("jackson-databind");

        // Until a new connection has been made among them, too.
        etcd.kill();
        etcd.restart();
        view.delete(key.key());
        assertThat(observer.awaitKey("crowded").lease()).isEqualTo(key.lease());
        server.undeploy("crowded");
        assertThat(view.leases()).isEmpty();
    }

    @Test
    void disabledItHasNoThread() {
        server.deploy("disabled", War.configured(sample, Map.of("etcd.registrar.enabled", "false")));
        await("nothing to be started for some time")
                .during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(20))
                .until(() -> traces.ourThreads().isEmpty());
        server.undeploy("disabled");
    }

    @Test
    void observersOfTheApplicationAreTold() {
        server.deploy("observing", War.with(war(etcd.endpoint()), StateChangePrinter.class));
        await("what was observed").untilAsserted(() -> assertThat(server.log())
                .contains("observed: REGISTERED", "observed later: REGISTERED"));
        server.undeploy("observing");
        assertThat(server.log()).contains("observed: STOPPED");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void aLeakWouldBeSeen() {
        traces.begin();
        Path war = War.with(war(etcd.endpoint()), LeakingValue.class);
        AtomicLong lease = new AtomicLong();
        server.deploy("leaking", war);
        for (int round = 0; round < 5; round++) {
            lease.set(observer.awaitKey("leaking", key -> key.lease() != lease.get())
                    .lease());
            server.redeploy("leaking", war);
        }
        server.undeploy("leaking");
        traces.collect();
        assertThat(traces.newClassLoaders()).isGreaterThan(2);
        assertThat(traces.ourThreads()).isNotEmpty();
    }

    /** Deploys, redeploys some times, and undeploys; nothing but what the server itself keeps may be left. */
    private void redeploy(String what, Path war, IntConsumer meanwhile) {
        // The current one, and what the server keeps.
        redeploy(what, war, meanwhile, () -> traces.awaitAtMost(1 + kept));
        traces.awaitAtMost(kept);
    }

    private void redeploy(String what, Path war, IntConsumer meanwhile, Runnable before) {
        traces.begin();
        server.deploy(NAME, war);
        for (int round = 1; round <= REDEPLOYS; round++) {
            meanwhile.accept(round);
            server.redeploy(NAME, war);
            if (round == REDEPLOYS / 3) {
                traces.remember();
            }
        }
        meanwhile.accept(REDEPLOYS + 1);
        traces.print(what + ", after " + REDEPLOYS + " redeploys");
        before.run();
        traces.areFlat();
        server.undeploy(NAME);
        assertThat(traces.ourThreads()).isEmpty();
    }

    /** With a drain, whose handler of SIGTERM is another thing that could stay, and for which no redeploy waits. */
    private Path war(String endpoint) {
        return War.configured(
                sample,
                Map.of(
                        "etcd.registrar.endpoints",
                        endpoint,
                        "etcd.registrar.prefix",
                        "/services/{app}",
                        "etcd.registrar.drain",
                        "PT1H"));
    }

    /** Whether the WAR can have a client of MicroProfile Rest Client. */
    boolean hasRestClient() {
        return true;
    }
}
