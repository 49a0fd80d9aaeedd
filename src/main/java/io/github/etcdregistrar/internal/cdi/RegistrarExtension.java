package io.github.etcdregistrar.internal.cdi;

import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.internal.bootstrap.Core;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;

/** Runs during the deployment: vetoes the readiness check, and refuses an invalid configuration. */
public class RegistrarExtension implements Extension {

    /** By name, because the class cannot be loaded without MicroProfile Health. */
    private static final String READINESS_CHECK = "io.github.etcdregistrar.internal.health.ReadinessProducer";

    void leaveOut(@Observes @WithAnnotations(Dependent.class) ProcessAnnotatedType<?> type) {
        Class<?> check = type.getAnnotatedType().getJavaClass();
        // An EAR can have several of us, and each sees the classes of all.
        if (check.getName().equals(READINESS_CHECK)
                && check.getClassLoader() == RegistrarExtension.class.getClassLoader()
                && !Core.get().hasReadinessCheck()) {
            type.veto();
        }
    }

    void validate(@Observes AfterDeploymentValidation validation) {
        try {
            Core.get().validate();
        } catch (ConfigurationException e) {
            validation.addDeploymentProblem(e);
        }
    }
}
