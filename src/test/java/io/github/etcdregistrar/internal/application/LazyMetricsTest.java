package io.github.etcdregistrar.internal.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.internal.metrics.FakeMetricRegistry;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LazyMetricsTest {

    private static FakeMetricRegistry registry;

    @Dependent
    static class Server {
        @Produces
        static MetricRegistry metrics() {
            return registry.registry();
        }
    }

    @BeforeEach
    void serverStarts() {
        registry = new FakeMetricRegistry();
    }

    @Test
    void areThereFromTheirStartToTheEnd() {
        withMetrics(metrics -> {
            metrics.start();
            assertThat(registry.size()).isZero();
            metrics.prepare("shop", false);
            assertThat(registry.size()).isZero();
            metrics.start();
            int started = registry.size();
            assertThat(started).isPositive();
            metrics.start();
            assertThat(registry.size()).isEqualTo(started);
            metrics.close();
            assertThat(registry.size()).isZero();
        });
    }

    @Test
    void startAtOnceIfNoPassCan() {
        withMetrics(metrics -> {
            metrics.prepare("shop", true);
            assertThat(registry.size()).isPositive();
            metrics.close();
        });
    }

    @Test
    void doNotStartAfterTheEnd() {
        withMetrics(metrics -> {
            metrics.prepare("shop", false);
            metrics.close();
            metrics.start();
            assertThat(registry.size()).isZero();
        });
    }

    private static void withMetrics(Consumer<LazyMetrics> test) {
        try (WeldContainer container =
                new Weld().disableDiscovery().addBeanClass(Server.class).initialize()) {
            test.accept(new LazyMetrics(
                    container.select(Object.class),
                    Map::of,
                    new CdiEventPublisher(null, UnaryOperator.identity()),
                    new LazyDiscovery(null, null)));
        }
    }
}
