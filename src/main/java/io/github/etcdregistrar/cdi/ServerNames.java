package io.github.etcdregistrar.cdi;

import io.github.etcdregistrar.platform.ServletContexts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** What the server has to tell by name (JNDI). To be asked on the thread that deploys the application. */
final class ServerNames {

    private static final Logger LOG = System.getLogger(Registrar.class.getName());

    private ServerNames() {}

    /**
     * The application's name; where the server has no names, its context root; {@code application} where there is
     * neither.
     *
     * @param event what the application's start was announced with, in a WAR the servlet context
     */
    static String applicationName(Object event) {
        return lookup("java:app/AppName", String.class)
                .or(() -> contextRoot(event))
                .orElse("application");
    }

    private static Optional<String> contextRoot(Object event) {
        return ServletContexts.contextPath(event)
                .filter(root -> !root.isEmpty())
                .map(root -> root.substring(1).replace('/', '-'));
    }

    /** Looks up a name. */
    static <T> Optional<T> lookup(String name, Class<T> type) {
        try {
            Object found = new InitialContext().lookup(name);
            return Optional.ofNullable(found).filter(type::isInstance).map(type::cast);
        } catch (NamingException e) {
            LOG.log(Level.DEBUG, name + " is not there", e);
            return Optional.empty();
        }
    }
}
