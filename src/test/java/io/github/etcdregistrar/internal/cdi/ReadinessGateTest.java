package io.github.etcdregistrar.internal.cdi;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.internal.bootstrap.Gate;
import io.github.etcdregistrar.internal.bootstrap.ManagedRegistrar;
import io.github.etcdregistrar.internal.health.GateProducer;
import io.github.etcdregistrar.internal.health.ReadinessProducer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In Weld. The checks here are not in the package of ours. */
class ReadinessGateTest {

    private static final List<WeakReference<Object>> MADE = new ArrayList<>();
    private static Supplier<HealthCheckResponse> answer;
    private static int made;
    private static int destroyed;

    @BeforeEach
    void reset() {
        answer = () -> HealthCheckResponse.up("database");
        made = 0;
        destroyed = 0;
        MADE.clear();
    }

    @Dependent
    @Readiness
    static class DatabaseCheck implements HealthCheck {
        DatabaseCheck() {
            made++;
            MADE.add(new WeakReference<>(this));
        }

        @Override
        public HealthCheckResponse call() {
            return answer.get();
        }

        @PreDestroy
        void destroy() {
            destroyed++;
        }
    }

    @ApplicationScoped
    @Readiness
    static class CacheCheck implements HealthCheck {
        @Override
        public HealthCheckResponse call() {
            return HealthCheckResponse.down("cache");
        }

        @PreDestroy
        void destroy() {
            destroyed++;
        }
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        @Readiness
        HealthCheck queue() {
            made++;
            return () -> HealthCheckResponse.down("queue");
        }

        void dispose(@Disposes @Readiness HealthCheck check) {
            destroyed++;
        }
    }

    @RequestScoped
    static class Request {
        boolean isThere() {
            return true;
        }

        @PreDestroy
        void destroy() {
            destroyed++;
        }
    }

    @Dependent
    @Readiness
    static class RequestCheck implements HealthCheck {
        @Inject
        Request request;

        @Override
        public HealthCheckResponse call() {
            return HealthCheckResponse.named("request")
                    .status(request.isThere())
                    .build();
        }
    }

    @Dependent
    @Liveness
    static class LivenessOnly implements HealthCheck {
        @Override
        public HealthCheckResponse call() {
            return HealthCheckResponse.down("liveness");
        }
    }

    /** What our own check would be made with. */
    @ApplicationScoped
    static class RegistrarProducer {
        @Produces
        ManagedRegistrar registrar() {
            made++;
            return (ManagedRegistrar) Proxy.newProxyInstance(
                    ManagedRegistrar.class.getClassLoader(),
                    new Class<?>[] {ManagedRegistrar.class},
                    (proxy, method, args) -> null);
        }
    }

    /** What the gate says in an application of these beans. */
    private static Optional<String> closed(Class<?>... beans) {
        try (WeldContainer container = start(beans)) {
            return gate(container).closedReason();
        }
    }

    private static Gate gate(WeldContainer container) {
        return container.select(Gate.class).get();
    }

    private static WeldContainer start(Class<?>... beans) {
        return new Weld()
                .disableDiscovery()
                .addBeanClass(GateProducer.class)
                .addBeanClasses(beans)
                .initialize();
    }

    @Test
    void withoutChecksItIsOpen() {
        assertThat(closed()).isEmpty();
        assertThat(closed(LivenessOnly.class)).isEmpty();
    }

    @Test
    void allUpIsOpen() {
        assertThat(closed(DatabaseCheck.class, RequestCheck.class, Request.class))
                .isEmpty();
    }

    @Test
    void namesThoseThatAreDownInOrder() {
        assertThat(closed(Producer.class, DatabaseCheck.class, CacheCheck.class))
                .contains("not ready: cache, queue");
    }

    @Test
    void aCheckThatThrowsIsDown() {
        answer = () -> {
            throw new IllegalStateException("no connection:\n  refused\n");
        };
        assertThat(closed(DatabaseCheck.class))
                .contains("not ready: " + DatabaseCheck.class.getName()
                        + " (java.lang.IllegalStateException: no connection: refused)");
        answer = () -> {
            throw new NoClassDefFoundError("driver");
        };
        assertThat(closed(DatabaseCheck.class).orElseThrow()).contains("NoClassDefFoundError: driver");
        answer = () -> null;
        assertThat(closed(DatabaseCheck.class).orElseThrow()).contains("DatabaseCheck (");
    }

    @Test
    void oursIsNotEvenMade() {
        assertThat(closed(ReadinessProducer.class, RegistrarProducer.class)).isEmpty();
        assertThat(made).isZero();
    }

    @Test
    void whatWasMadeForACallIsDestroyedAndWhatWasNotIsLeft() {
        try (WeldContainer container = start(DatabaseCheck.class, CacheCheck.class, Producer.class)) {
            Gate gate = gate(container);
            for (int i = 1; i <= 100; i++) {
                gate.closedReason();
                assertThat(made).isEqualTo(2 * i);
                assertThat(destroyed).isEqualTo(made);
            }
            await("nobody to hold what was made").atMost(20, SECONDS).until(() -> {
                System.gc();
                return MADE.stream().allMatch(reference -> reference.get() == null);
            });
        }
    }

    @Test
    void eachCallHasARequestOfItsOwn() {
        try (WeldContainer container = start(RequestCheck.class, Request.class)) {
            Gate gate = gate(container);
            assertThat(gate.closedReason()).isEmpty();
            assertThat(destroyed).isEqualTo(1);
            assertThat(gate.closedReason()).isEmpty();
            assertThat(destroyed).isEqualTo(2);
        }
    }
}
