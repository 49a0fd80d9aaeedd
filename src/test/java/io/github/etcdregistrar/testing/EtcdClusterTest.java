package io.github.etcdregistrar.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three members, and what can be done to them. */
class EtcdClusterTest {
    private EtcdCluster cluster;
    private EtcdView view;

    @BeforeEach
    void start() {
        cluster = EtcdCluster.start();
        view = EtcdView.of(cluster.endpoints());
    }

    @AfterEach
    void stop() {
        view.close();
        cluster.close();
    }

    @Test
    void itAnswersWhileItsLeaderIsAway() {
        Etcd leader = cluster.leader();
        leader.freeze();
        view.put("/a/1", "one");
        assertThat(cluster.leader()).isNotSameAs(leader);

        leader.thaw();
        leader.awaitReady();
        leader.kill();
        assertThat(view.get("/a/1").orElseThrow().value()).isEqualTo("one");
        leader.restart();
        // More than once if the answer to a put got lost and it was tried again.
        assertThat(view.history("/a/"))
                .isNotEmpty()
                .allSatisfy(put -> assertThat(put.entry().value()).isEqualTo("one"));
    }

    @Test
    void aMemberComesBackWithoutItsData() {
        view.put("/a/1", "one");
        cluster.member(1).stop();
        cluster.member(1).wipe();
        cluster.rejoin(1);

        try (EtcdView itsOwn = EtcdView.of(cluster.member(1).endpoint())) {
            assertThat(itsOwn.get("/a/1").orElseThrow().value()).isEqualTo("one");
        }
    }

    @Test
    void allRestartTogetherWithTheirDataOrWithout() {
        view.put("/a/1", "one");
        cluster.kill();
        cluster.restart();
        assertThat(view.list("")).hasSize(1);

        cluster.stop();
        cluster.wipe();
        cluster.restart();
        assertThat(view.list("")).isEmpty();
    }
}
