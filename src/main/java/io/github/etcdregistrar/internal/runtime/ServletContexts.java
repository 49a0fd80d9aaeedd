package io.github.etcdregistrar.internal.runtime;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/** Reads servlet contexts by reflection, because not every runtime with CDI has servlets. */
public final class ServletContexts {

    private ServletContexts() {}

    /** The context path: begins with a slash, or is empty; nothing if the event is no servlet context. */
    public static Optional<String> contextPath(Object event) {
        return ServerRuntime.answer(
                "The event as a servlet context",
                () -> Optional.ofNullable(
                        (String) type(event).getMethod("getContextPath").invoke(event)));
    }

    /**
     * Whether the application of a servlet context has been initialized; empty if the event is no servlet context. From
     * then on a context refuses changes, as its specification says: here no roles are declared, which changes nothing.
     */
    static Optional<Boolean> isInitialized(Object event) {
        return ServerRuntime.answer("The event as a servlet context", () -> {
            try {
                type(event).getMethod("declareRoles", String[].class).invoke(event, (Object) new String[0]);
                return Optional.of(false);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof IllegalStateException) {
                    return Optional.of(true);
                }
                throw e;
            }
        });
    }

    private static Class<?> type(Object event) throws ClassNotFoundException {
        return Class.forName(
                "jakarta.servlet.ServletContext", false, event.getClass().getClassLoader());
    }
}
