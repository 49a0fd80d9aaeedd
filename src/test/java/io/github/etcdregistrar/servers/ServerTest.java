package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdregistrar.servers.apps.CallingResource;
import io.github.etcdregistrar.servers.apps.HelloClient;
import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.DeploymentFailedException;
import io.github.etcdregistrar.testing.servers.War;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** One application server and one etcd, for all tests of a class. The server is not started yet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerTest {
    final AppServer server;
    final Path sample;
    Etcd etcd;
    EtcdView view;
    Observer observer;

    ServerTest(AppServer server, Path sample) {
        this.server = server;
        this.sample = sample;
    }

    @BeforeAll
    void startEtcd() {
        etcd = Etcd.start();
        view = EtcdView.of(etcd.endpoint());
        observer = new Observer(server, view);
    }

    /** A WAR with {@code ttl = soon} is refused, by a line that names both, and registers nothing. */
    void expectRefusalOf(Path wrong) {
        try {
            assertThatThrownBy(() -> server.deploy("wrong", wrong)).isInstanceOf(DeploymentFailedException.class);
        } finally {
            server.forget("wrong");
        }
        assertThat(server.log()).containsPattern("etcd\\.registrar\\.ttl.*soon");
        assertThat(view.list("/services/wrong/")).isEmpty();
    }

    /** SIGKILL takes the key of an application when its TTL is over, and not that of another with a long one, revoked here. */
    void expectDeathToShow(String brief, String lasting) {
        Entry stays = observer.awaitKey(lasting);
        observer.measureGoing(
                "SIGKILL until the key was gone", observer.awaitKey(brief), Duration.ofSeconds(20), server::kill);
        assertThat(observer.key(lasting)).contains(stays);
        view.revoke(stays.lease());
    }

    /** A copy with a resource that calls the sample's own one by MicroProfile Rest Client, where the server listens. */
    static Path callingItself(Path war, String uri) {
        Path found = War.configured(
                war, Map.of(HelloClient.class.getName() + "/mp-rest/uri", uri, "etcd.registrar.ip", "127.0.0.1"));
        return War.with(War.with(found, HelloClient.class), CallingResource.class);
    }

    @AfterAll
    void end() {
        server.close();
        view.close();
        etcd.close();
    }
}
