package io.github.etcdregistrar.internal.cdi;

import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.internal.config.ConfigReader;
import io.github.etcdregistrar.internal.config.ModuleConfig;
import io.github.etcdregistrar.internal.config.RegistrarConfig;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;

/** What has to happen while the application is deployed: leaves the readiness check out, and refuses a bad configuration. */
public class RegistrarExtension implements Extension {

    /** By name, because the class cannot be loaded without MicroProfile Health. */
    private static final String READINESS_CHECK = "io.github.etcdregistrar.internal.health.ReadinessCheck";

    void leaveOut(@Observes @WithAnnotations(Dependent.class) ProcessAnnotatedType<?> type) {
        Class<?> check = type.getAnnotatedType().getJavaClass();
        // In an EAR there can be several of us, and each is told of the classes of all.
        if (check.getName().equals(READINESS_CHECK)
                && check.getClassLoader() == RegistrarExtension.class.getClassLoader()
                && !new ConfigReader(ModuleConfig.get()).flag("readiness", false)) {
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
