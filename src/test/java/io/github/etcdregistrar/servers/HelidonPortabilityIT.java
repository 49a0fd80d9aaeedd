package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.servers.HelidonApplication;
import io.github.etcdregistrar.testing.servers.Http;
import io.github.etcdregistrar.testing.servers.Jdk;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Helidon MP, which is started by its application. */
@Tag("portability")
@Runtime(
        value = "Helidon MP",
        version = "helidon.version",
        java = 25,
        without = {
            "EXECUTOR: it has none",
            "UNDEPLOY: it is its own server",
            "REDEPLOYS: it is its own server",
            "TWO_WARS: it is its own server",
            "EAR: it is its own server"
        })
class HelidonPortabilityIT extends OwnServerContract {
    HelidonPortabilityIT() {
        super(new HelidonApplication().on(Jdk.newest(25)));
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
        server.with("-Dmp.metrics.appName=hello");
        startsAndIsRegisteredAsFound("hello");

        assertThat(Json.checks(Http.get(server.url() + "/health/live"), "etcd-registrar"))
                .hasSize(1);
        assertThat(Json.checks(Http.get(server.url() + "/health/ready"), "etcd-registration"))
                .isEmpty();
        await("metrics").atMost(SOON).until(() -> Http.get(server.url() + "/metrics?scope=application")
                .body()
                .contains("etcd_registrar_registered{"));

        stopTakesItsKey("hello");
        assertThat(Complaints.in(server.log())).isEmpty();
    }

    @Test
    void withoutANameAWarningSaysWhatToSet() {
        server.start();
        observer.awaitKey("application");
        assertThat(server.log()).contains("Set etcd.registrar.name");
    }
}
