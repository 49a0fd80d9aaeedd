package io.github.etcdregistrar.internal.cdi;

import io.github.etcdregistrar.internal.bootstrap.Core;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.annotation.Annotation;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A bean {@code io.etcd.jetcd.Client}, unless the application produces one itself. */
final class JetcdBean {

    /** By name, because it need not be there. */
    private static final String CLIENT = "io.etcd.jetcd.Client";

    private static final Set<Class<? extends Annotation>> BUILT_IN = Set.of(Any.class, Default.class);

    private final Class<?> client;

    private boolean produced;

    private JetcdBean(Class<?> client) {
        this.client = client;
    }

    /** Empty where jetcd is not on the class path. */
    static Optional<JetcdBean> find() {
        try {
            return Optional.of(new JetcdBean(Class.forName(CLIENT, false, JetcdBean.class.getClassLoader())));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** Looks for a producer of the application. */
    void look(AnnotatedType<?> type, BeanManager manager) {
        produced |= Stream.concat(type.getMethods().stream(), type.getFields().stream())
                .anyMatch(member -> member.isAnnotationPresent(Produces.class)
                        && member.getBaseType().getTypeName().equals(CLIENT)
                        && isDefault(member, manager));
    }

    private static boolean isDefault(Annotated member, BeanManager manager) {
        return member.getAnnotations().stream()
                .map(Annotation::annotationType)
                .noneMatch(type -> manager.isQualifier(type) && !BUILT_IN.contains(type));
    }

    /** Adds the bean, after all types have been looked at. */
    void addTo(AfterBeanDiscovery beans) {
        if (produced) {
            return;
        }
        Supplier<Object> clients = Core.get().jetcdClients();
        beans.addBean()
                .addTypes(client, Object.class)
                .scope(ApplicationScoped.class)
                .produceWith(instance -> clients.get())
                .disposeWith((made, instance) -> Core.get().closeJetcdClient(made));
    }
}
