package io.github.etcdregistrar.cdi;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.eclipse.microprofile.config.ConfigProvider;

/** What has to happen while the application is deployed: adds our beans, and refuses a bad configuration. */
public class RegistrarExtension implements Extension {

    private static final Logger LOG = System.getLogger(Registrar.class.getName());
    private static final String HEALTH_PACKAGE = "io.github.etcdregistrar.health.";

    /**
     * Adds our beans: a jar that has an extension and no {@code beans.xml} is not searched for any. Of the checks those
     * that are wanted, if the server has MicroProfile Health.
     */
    void addBeans(@Observes BeforeBeanDiscovery discovery) {
        discovery.addAnnotatedType(Registrar.class, Registrar.class.getName());
        addCheck(discovery, "LivenessCheck");
        if (new Properties(ConfigProvider.getConfig()).flag("readiness", false)) {
            addCheck(discovery, "ReadinessCheck");
        }
    }

    void validate(@Observes AfterDeploymentValidation validation) {
        try {
            RegistrarConfig.read(ConfigProvider.getConfig());
        } catch (ConfigurationException e) {
            validation.addDeploymentProblem(e);
        }
    }

    private static void addCheck(BeforeBeanDiscovery discovery, String simpleName) {
        String name = HEALTH_PACKAGE + simpleName;
        try {
            // By name, because the class cannot be loaded without MicroProfile Health.
            discovery.addAnnotatedType(Class.forName(name), name);
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.log(Level.DEBUG, "There is no MicroProfile Health, so there is no " + name, e);
        }
    }
}
