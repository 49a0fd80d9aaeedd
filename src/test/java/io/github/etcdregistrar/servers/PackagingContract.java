package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.War;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a WAR is packed, it registers, and is gone after undeploy. One server serves all tests. */
abstract class PackagingContract extends ServerTest {
    /** So long that nothing but a revoke can explain the going of a key. */
    private static final String LONG_TTL = "PT60S";

    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    PackagingContract(AppServer server, Path sample) {
        super(server, sample);
    }

    @BeforeAll
    void start() {
        server.start();
    }

    @Test
    void aWarWithoutBeansXml() {
        comesAndGoes("bare", war(Map.of()));
    }

    @Test
    void aWarInWhichAllClassesAreBeans() throws IOException {
        comesAndGoes("all", withBeansXml("all"));
    }

    @Test
    void aWarWithThePlainArtifact() {
        comesAndGoes("plain", War.thin(war(Map.of())));
    }

    /** Deploys an application, awaits its key under its name, and sees it go when it is undeployed. */
    final void comesAndGoes(String name, Path archive) {
        server.deploy(name, archive);
        goes(name, observer.awaitKey(name));
    }

    /** Deploys an archive in which that service is, and awaits its key. */
    final Entry comes(String name, Path archive, String service) {
        server.deploy(name, archive);
        return awaitOwnKey(service);
    }

    @Test
    void aContextRootThatIsNotTheName() {
        server.deployAt("shop/cart", "deep", war(Map.of()));
        assertThat(urlOf("deep")).matches("http://[^/]*:" + server.port() + "/shop/cart");
        server.undeploy("deep");
    }

    @Test
    void theServersRoot() {
        server.deployAt("", "top", war(Map.of()));
        assertThat(urlOf("top")).matches("http://[^/]*:" + server.port() + "/");
        server.undeploy("top");
    }

    @Test
    void aConfiguredPortCountsAndAFoundOneCanBeInTheKey() {
        server.deploy("mapped", war(Map.of("etcd.registrar.port", "1234")));
        JsonObject mapped = Json.object(observer.awaitKey("mapped").value());
        assertThat(mapped.getInt("port")).isEqualTo(1234);
        assertThat(mapped).doesNotContainKey("url");
        server.undeploy("mapped");

        server.deploy("found", war(Map.of("etcd.registrar.key", "{prefix}/{port}")));
        assertThat(observer.awaitKey("found").key()).isEqualTo("/services/found/" + server.port());
        server.undeploy("found");
    }

    final String urlOf(String service) {
        return Json.object(observer.awaitKey(service).value()).getString("url");
    }

    /** Awaits the key of {@linkplain #named one} of our services; the value must be the same WAR's. */
    final Entry awaitOwnKey(String service) {
        Entry key = observer.awaitKey(service);
        assertThat(Json.object(key.value()).getJsonObject("metadata").getString("of"))
                .isEqualTo(service);
        return key;
    }

    /** Undeploys an application, and awaits that it takes one of its keys with it. */
    final void goes(String name, Entry key) {
        observer.measureGoing(name + ": undeploy until its key was gone", key, SOON, () -> server.undeploy(name));
        assertThat(view.leases()).doesNotContain(key.lease());
    }

    final Path folder() {
        return folder;
    }

    /** The sample with a {@code beans.xml} of that discovery mode. */
    final Path withBeansXml(String mode) throws IOException {
        Path beans = Files.writeString(
                folder.resolve(mode + ".xml"),
                """
                <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="%s"/>
                """
                        .formatted(mode));
        return War.with(war(Map.of()), Map.of("WEB-INF/beans.xml", beans));
    }

    /** The sample under a name of its own, which also stands in its metadata. */
    final Path named(String service) {
        return war(properties(service));
    }

    final Map<String, String> properties(String service) {
        return withEtcd(Map.of("etcd.registrar.name", service, "etcd.registrar.metadata.of", service));
    }

    final Path war(Map<String, String> properties) {
        return War.configured(sample, withEtcd(properties));
    }

    private Map<String, String> withEtcd(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("etcd.registrar.endpoints", etcd.endpoint());
        all.put("etcd.registrar.ttl", LONG_TTL);
        return all;
    }
}
