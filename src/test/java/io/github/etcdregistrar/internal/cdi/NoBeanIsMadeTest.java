package io.github.etcdregistrar.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.internal.bootstrap.ManagedRegistrar;
import io.github.etcdregistrar.internal.health.GateProducer;
import io.github.etcdregistrar.internal.health.LivenessProducer;
import io.github.etcdregistrar.internal.health.ReadinessProducer;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InjectionTarget;
import jakarta.enterprise.inject.spi.ProcessInjectionTarget;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.Test;

/** The thread that deploys has the container make none of our beans, of which GlassFish would complain. */
class NoBeanIsMadeTest {

    /** Notes what the container injects into on the thread of the test. */
    static class Recorder implements Extension {
        private final Thread deploying = Thread.currentThread();
        private final List<String> made = new CopyOnWriteArrayList<>();

        <T> void record(@Observes ProcessInjectionTarget<T> process) {
            InjectionTarget<T> original = process.getInjectionTarget();
            String type = process.getAnnotatedType().getJavaClass().getSimpleName();
            process.setInjectionTarget(recording(type, original));
        }

        @SuppressWarnings("unchecked") // A proxy has no type arguments.
        private <T> InjectionTarget<T> recording(String type, InjectionTarget<T> original) {
            return (InjectionTarget<T>) Proxy.newProxyInstance(
                    InjectionTarget.class.getClassLoader(),
                    new Class<?>[] {InjectionTarget.class},
                    (proxy, method, of) -> {
                        if (method.getName().equals("inject") && Thread.currentThread() == deploying) {
                            made.add(type);
                        }
                        try {
                            return method.invoke(original, of);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    @Test
    void byTheThreadThatDeploys() {
        Application.configure(Map.of("endpoints", "http://127.0.0.1:1", "gate", "readiness", "readiness", "true"));
        Recorder recorder = new Recorder();
        try (WeldContainer container = new Weld()
                .disableDiscovery()
                .addExtension(new RegistrarExtension())
                .addExtension(recorder)
                .addBeanClasses(RegistrarLifecycle.class, StartupObserver.class, GateProducer.class)
                .addBeanClasses(LivenessProducer.class, ReadinessProducer.class)
                .initialize()) {
            assertThat(container.select(ManagedRegistrar.class).get().isLive()).isTrue();
            container.select(HealthCheck.class, Liveness.Literal.INSTANCE).get();
            container.select(HealthCheck.class, Readiness.Literal.INSTANCE).get();
            assertThat(recorder.made).isEmpty();
        }
    }
}
