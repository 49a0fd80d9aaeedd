package io.github.etcdregistrar.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class ServletContextsTest {

    /** What declaring roles throws; null while the context is being initialized. */
    private RuntimeException refusal;

    private Object context() {
        return Proxy.newProxyInstance(
                ServletContext.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getContextPath" -> "/shop";
                    case "declareRoles" -> {
                        assertThat((String[]) arguments[0]).isEmpty();
                        if (refusal != null) {
                            throw refusal;
                        }
                        yield null;
                    }
                    default -> throw new AssertionError(method);
                });
    }

    @Test
    void serveNothingUntilTheyRefuseChanges() {
        Object context = context();
        assertThat(ServletContexts.serves(context)).contains(false);
        refusal = new IllegalStateException("initialized");
        assertThat(ServletContexts.serves(context)).isEmpty();
    }

    @Test
    void whoRefusesForAnotherReasonSaysNothing() {
        refusal = new UnsupportedOperationException();
        assertThat(ServletContexts.serves(context())).isEmpty();
    }

    @Test
    void thereNeedNotBeAny() {
        assertThat(ServletContexts.serves("another event")).isEmpty();
        assertThat(ServletContexts.contextPath("another event")).isEmpty();
        assertThat(ServletContexts.contextPath(context())).contains("/shop");
    }
}
