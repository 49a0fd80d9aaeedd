package io.github.etcdregistrar.internal.application;

import io.github.etcdregistrar.internal.address.Attempt;
import io.github.etcdregistrar.internal.runtime.ServletContexts;
import java.util.Optional;
import javax.naming.InitialContext;

/** Asks the server by JNDI. Called on the deploying thread. */
final class JndiNames {

    private JndiNames() {}

    /**
     * The application's name; without JNDI its context root, unless that is the server's.
     *
     * @param event the payload of the event of the application's start, in a WAR the servlet context
     */
    static Optional<String> applicationName(Object event) {
        return lookup("java:app/AppName", String.class)
                .filter(name -> !name.isBlank())
                .or(() -> contextRoot(event));
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
