package io.github.etcdregistrar.internal.cdi;

import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.internal.bootstrap.Core;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.util.Optional;

/**
 * Runs during the deployment: vetoes the readiness check, adds jetcd's client where there is one, and refuses an invalid
 * configuration. One extension with one observer of types, because a cold server takes milliseconds for each.
 */
public class RegistrarExtension implements Extension {

    /** By name, because the class cannot be loaded without MicroProfile Health. */
    private static final String READINESS_CHECK = "io.github.etcdregistrar.internal.health.ReadinessProducer";

    private final Optional<JetcdBean> jetcd = JetcdBean.find();

    void look(
            @Observes @WithAnnotations({Dependent.class, Produces.class}) ProcessAnnotatedType<?> type,
            BeanManager manager) {
        if (isUnusedReadinessCheck(type.getAnnotatedType().getJavaClass())) {
            type.veto();
        }
        jetcd.ifPresent(bean -> bean.look(type.getAnnotatedType(), manager));
    }

    private static boolean isUnusedReadinessCheck(Class<?> type) {
        // An EAR can have several of us, and each sees the classes of all.
        return type.getName().equals(READINESS_CHECK)
                && type.getClassLoader() == RegistrarExtension.class.getClassLoader()
                && !Core.get().hasReadinessCheck();
    }

    void add(@Observes AfterBeanDiscovery beans) {
        jetcd.ifPresent(bean -> bean.addTo(beans));
    }

    void validate(@Observes AfterDeploymentValidation validation) {
        try {
            Core.get().validate();
        } catch (ConfigurationException e) {
            validation.addDeploymentProblem(e);
        }
    }
}
