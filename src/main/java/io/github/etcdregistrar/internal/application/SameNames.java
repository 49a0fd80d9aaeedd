package io.github.etcdregistrar.internal.application;

import io.github.etcdregistrar.Registrar;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Warns of two registrars with one name. With our jar in the lib of an EAR there is one for each CDI container, and Payara 6
 * has a container for each WAR.
 */
final class SameNames {

    private static final Logger LOG = System.getLogger(RegistrarBean.class.getName());

    /** All that have started with this class loader. */
    private static final Set<Registrar> STARTED = ConcurrentHashMap.newKeySet();

    private SameNames() {}

    static void started(Registrar registrar) {
        STARTED.add(registrar);
        if (STARTED.size() == 1) {
            return; // As nearly always, and then no stream is made.
        }
        for (String service : registrar.services().keySet()) {
            if (STARTED.stream()
                            .filter(other -> other.services().containsKey(service))
                            .count()
                    > 1) {
                LOG.log(
                        Level.WARNING,
                        "Two WARs of an EAR register {0}, and one waits for the other: this server has a CDI container"
                                + " for each WAR. Set etcd.registrar.name in the configuration of each WAR",
                        service);
            }
        }
    }

    static void stopped(Registrar registrar) {
        STARTED.remove(registrar);
    }
}
