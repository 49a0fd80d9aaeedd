package io.github.etcdregistrar.internal.cdi;

import io.github.etcdregistrar.internal.address.Attempt;
import io.github.etcdregistrar.internal.runtime.ServletContexts;
import java.util.Optional;
import javax.naming.InitialContext;

/** What the server has to tell by name (JNDI). To be asked on the thread that deploys the application. */
final class JndiNames {

    private JndiNames() {}

    /**
     * The application's name; where the server has no names, its context root; {@code application} where there is
     * neither.
     *
     * @param event what the application's start was announced with, in a WAR the servlet context
     */
    static String applicationName(Object event) {
        return lookup("java:app/AppName", String.class)
                .filter(name -> !name.isBlank())
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
        return Attempt.at(name + " in JNDI", () -> new InitialContext().lookup(name))
                .filter(type::isInstance)
                .map(type::cast);
    }
}
