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
     * False while the application of a servlet context is being initialized: afterwards, as its specification says, a
     * context refuses changes. Here no roles are declared, which changes nothing. That it refuses does not mean yet that
     * requests get to it (TomEE), so then there is no answer.
     */
    static Optional<Boolean> serves(Object event) {
        return ServerRuntime.answer("The event as a servlet context", () -> {
            try {
                type(event).getMethod("declareRoles", String[].class).invoke(event, (Object) new String[0]);
                return Optional.of(false);
            } catch (InvocationTargetException e) {
                if (e.getCause() instanceof IllegalStateException) {
                    return Optional.empty();
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
