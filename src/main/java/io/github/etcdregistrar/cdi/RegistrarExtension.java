package io.github.etcdregistrar.cdi;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;

/** What has to happen while the application is deployed: leaves the readiness check out, and refuses a bad configuration. */
public class RegistrarExtension implements Extension {

    /** By name, because the class cannot be loaded without MicroProfile Health. */
    private static final String READINESS_CHECK = "io.github.etcdregistrar.health.ReadinessCheck";

    void leaveOut(@Observes @WithAnnotations(Dependent.class) ProcessAnnotatedType<?> type) {
        Class<?> check = type.getAnnotatedType().getJavaClass();
        // In an EAR there can be several of us, and each is told of the classes of all.
        if (check.getName().equals(READINESS_CHECK)
                && check.getClassLoader() == RegistrarExtension.class.getClassLoader()
                && !new Properties(ModuleConfig.get()).flag("readiness", false)) {
            type.veto();
        }
    }

    void validate(@Observes AfterDeploymentValidation validation) {
        try {
            RegistrarConfig.read(ModuleConfig.get());
        } catch (ConfigurationException e) {
            validation.addDeploymentProblem(e);
        }
    }
}
