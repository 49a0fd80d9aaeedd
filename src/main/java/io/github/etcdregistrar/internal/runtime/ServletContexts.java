package io.github.etcdregistrar.internal.runtime;

import java.util.Optional;

/** Reads servlet contexts by reflection, because not every runtime with CDI has servlets. */
public final class ServletContexts {

    private ServletContexts() {}

    /** The context path: begins with a slash, or is empty; nothing if the event is no servlet context. */
    public static Optional<String> contextPath(Object event) {
        return ServerRuntime.answer(
                "The event as a servlet context",
                () -> Optional.ofNullable((String) Class.forName(
                                "jakarta.servlet.ServletContext",
                                false,
                                event.getClass().getClassLoader())
                        .getMethod("getContextPath")
                        .invoke(event)));
    }
}
