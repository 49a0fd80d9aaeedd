package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.OtlpCollector;
import io.github.etcdregistrar.testing.servers.Http;
import io.github.etcdregistrar.testing.servers.QuarkusApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Quarkus in JVM mode, which runs no portable extensions. */
@Runtime(
        value = "Quarkus (JVM mode)",
        version = "quarkus.version",
        without = {
            "EXECUTOR: it has none",
            "UNDEPLOY: it is its own server",
            "REDEPLOYS: it is its own server",
            "TWO_WARS: it is its own server",
            "EAR: it is its own server"
        })
class QuarkusIT extends OwnServerContract {
    private final OtlpCollector collector = new OtlpCollector();

    QuarkusIT() {
        super(new QuarkusApplication());
        server.with(
                "-Dquarkus.otel.metric.export.interval=1s",
                "-Dquarkus.otel.exporter.otlp.endpoint=" + collector.endpoint());
    }

    @AfterEach
    void endCollector() {
        collector.close();
    }

    @Test
    @Covers({
        Check.FOUND,
        Check.AFTER_THE_ANSWER,
        Check.LIVENESS,
        Check.NO_READINESS,
        Check.METRICS,
        Check.SIGTERM,
        Check.QUIET
    })
    void isRegisteredAsFoundWhenItAnswersAndUntilItStops() {
        startsAndIsRegisteredAsFound("quarkus");

        assertThat(Json.checks(Http.get(server.url() + "/q/health/live"), "etcd-registrar"))
                .hasSize(1);
        await("metrics").atMost(SOON).until(() -> collector.received().contains("etcd.registrar.registered"));

        assertThat(Complaints.in(server.log())).isEmpty();

        etcd.kill();
        Http.Answer ready = Http.get(server.url() + "/q/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(Json.checks(ready, "etcd-registration")).isEmpty();
        etcd.restart();
        stopTakesItsKey("quarkus");
    }

    @Test
    @Covers(Check.REST_CLIENT)
    void aRestClientFindsAnInstanceByAnEtcdUri() {
        server.with("-Dcom.example.quarkus.HelloClient/mp-rest/uri=etcd://hello");
        aRestClientFindsAnInstance();
    }

    @Test
    void hasAReadinessCheckIfAskedFor() {
        server.with("-Detcd.registrar.readiness=true").start();
        observer.awaitKey("quarkus");
        await("the check").atMost(SOON).untilAsserted(() -> assertThat(
                        Json.checks(Http.get(server.url() + "/q/health/ready"), "etcd-registration"))
                .singleElement()
                .satisfies(check -> assertThat(check.getString("status")).isEqualTo("UP")));
    }
}
