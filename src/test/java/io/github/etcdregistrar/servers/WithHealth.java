package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.testing.servers.Http;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A server with MicroProfile Health. */
interface WithHealth {

    String healthUrl();

    @Test
    @Covers({Check.LIVENESS, Check.NO_READINESS})
    @Order(3)
    default void itIsLiveAndHasNoReadinessCheck() {
        assertThat(Json.checks(Http.get(healthUrl() + "/live"), "etcd-registrar"))
                .singleElement()
                .satisfies(check -> assertThat(check.getString("status")).isEqualTo("UP"));
        assertThat(Json.checks(Http.get(healthUrl() + "/ready"), "etcd-registration"))
                .isEmpty();
    }
}
