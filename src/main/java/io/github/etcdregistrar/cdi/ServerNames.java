package io.github.etcdregistrar.cdi;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** What the server has to tell by name (JNDI). To be asked on the thread that deploys the application. */
final class ServerNames {

    private static final Logger LOG = System.getLogger(Registrar.class.getName());

    private ServerNames() {}

    /** The application's name; {@code application} where the server does not tell. */
    static String applicationName() {
        return lookup("java:app/AppName", String.class).orElse("application");
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
