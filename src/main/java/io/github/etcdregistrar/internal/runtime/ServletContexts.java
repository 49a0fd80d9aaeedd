package io.github.etcdregistrar.internal.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Reads servlet contexts by reflection, because not every runtime with CDI has servlets. */
public final class ServletContexts {

    private static final Logger LOG = System.getLogger(ServletContexts.class.getName());

    private ServletContexts() {}

    /** The context path: begins with a slash, or is empty; nothing if the event is no servlet context. */
    public static Optional<String> contextPath(Object event) {
        try {
            return Optional.of((String) Class.forName(
                            "jakarta.servlet.ServletContext",
                            false,
                            event.getClass().getClassLoader())
                    .getMethod("getContextPath")
                    .invoke(event));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            LOG.log(Level.DEBUG, () -> event.getClass() + " is no servlet context", e);
            return Optional.empty();
        }
    }
}
