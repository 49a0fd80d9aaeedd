package io.github.etcdregistrar.internal.runtime;

import java.util.Optional;

/** Any server with servlets: what the servlet context tells. */
final class ServletStrategy implements RuntimeStrategy {

    @Override
    public Optional<String> contextRoot(Object event) {
        return ServletContexts.contextPath(event);
    }

    @Override
    public Optional<Boolean> serves(Object event) {
        return ServletContexts.serves(event);
    }
}
