package io.github.etcdregistrar.servers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.servers.apps.CallingResource;
import io.github.etcdregistrar.servers.apps.HelloClient;
import io.github.etcdregistrar.testing.servers.Http;
import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.War;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** An application on Open Liberty that calls itself by what it finds in etcd. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OpenLibertyDiscoveryIT extends ServerTest {

    private static final Pattern OF_THE_DISCOVERY = Pattern.compile(
            "io\\.github\\.etcdregistrar\\.internal\\.((discovery|rest|jetcd|tls)\\.|application\\.DiscoveryLoop|etcd\\..*Prefix).*");

    private final Path loaded;

    OpenLibertyDiscoveryIT() {
        super(OpenLiberty.withMore("mpRestClient-3.0"), Runtimes.libertySample());
        loaded = sample.resolveSibling("classes-loaded.log");
        server.with("-Xlog:class+load:file=" + loaded);
    }

    @BeforeAll
    void start() {
        server.start();
    }

    /** Registered, and asked for its health: more than that nobody wants of it. */
    @Test
    @Order(1)
    void noClassOfTheDiscoveryIsLoadedWhereNobodyLooksForAnything() throws IOException {
        server.deploy("plain", war());
        observer.awaitKey("plain");
        assertThat(Http.get(server.url() + "/health/live").body()).contains("REGISTERED");
        server.undeploy("plain");
        assertThat(ownClasses()).contains("io.github.etcdregistrar.internal.application.RegistrarBean");
        assertThat(ownClasses()).noneMatch(OF_THE_DISCOVERY.asMatchPredicate());
    }

    private Set<String> ownClasses() throws IOException {
        try (Stream<String> lines = Files.lines(loaded)) {
            return lines.map(line -> line.replaceFirst("^(\\[[^]]*] *)*", "").replaceFirst(" .*", ""))
                    .filter(name -> name.startsWith("io.github.etcdregistrar."))
                    .collect(Collectors.toSet());
        }
    }

    private Path war() {
        return War.configured(
                sample, Map.of("etcd.registrar.endpoints", etcd.endpoint(), "etcd.registrar.ip", "127.0.0.1"));
    }

    @Test
    @Order(2)
    void callsWhatItFindsAlsoWhileEtcdIsAway() throws IOException {
        Path war = War.with(War.with(war(), HelloClient.class), CallingResource.class);
        server.deploy("shop", war);
        observer.awaitKey("shop");
        await().atMost(30, SECONDS)
                .untilAsserted(() ->
                        assertThat(get("/calling/list")).contains("127.0.0.1").doesNotContain("stale"));
        assertThat(get("/calling")).startsWith("Hello from process");
        assertThat(Http.get(server.url() + "/health/live").body()).contains("discovery.shop.instances\":1");

        etcd.kill();
        await().atMost(30, SECONDS)
                .untilAsserted(() -> assertThat(get("/calling/list")).contains("stale"));
        assertThat(get("/calling")).startsWith("Hello from process");

        etcd.restart();
        await().atMost(30, SECONDS)
                .untilAsserted(() -> assertThat(get("/calling/list")).doesNotContain("stale"));
        assertThat(ownClasses()).anyMatch(OF_THE_DISCOVERY.asMatchPredicate());
        server.undeploy("shop");
        assertThat(view.list("/services/")).isEmpty();
    }

    private String get(String path) {
        return Http.get(server.url("shop") + "/api" + path).body();
    }
}
