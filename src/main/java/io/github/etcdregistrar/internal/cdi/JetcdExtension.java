package io.github.etcdregistrar.internal.cdi;

import io.github.etcdregistrar.internal.bootstrap.Core;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.lang.annotation.Annotation;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Adds a bean {@code io.etcd.jetcd.Client} where jetcd is on the class path, unless the application produces one itself. */
public class JetcdExtension implements Extension {

    /** By name, because it need not be there. */
    private static final String CLIENT = "io.etcd.jetcd.Client";

    private static final Set<Class<? extends Annotation>> BUILT_IN = Set.of(Any.class, Default.class);

    /** Null if jetcd is not there; then nothing else is done in the deployment. */
    private final Class<?> client = find();

    private boolean produced;

    private static Class<?> find() {
        try {
            return Class.forName(CLIENT, false, JetcdExtension.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    void look(@Observes @WithAnnotations(Produces.class) ProcessAnnotatedType<?> type, BeanManager manager) {
        if (client == null) {
            return;
        }
        AnnotatedType<?> seen = type.getAnnotatedType();
        produced |= Stream.concat(seen.getMethods().stream(), seen.getFields().stream())
                .anyMatch(member -> member.isAnnotationPresent(Produces.class)
                        && member.getBaseType().getTypeName().equals(CLIENT)
                        && isDefault(member, manager));
    }

    private static boolean isDefault(Annotated member, BeanManager manager) {
        return member.getAnnotations().stream()
                .map(Annotation::annotationType)
                .noneMatch(type -> manager.isQualifier(type) && !BUILT_IN.contains(type));
    }

    void add(@Observes AfterBeanDiscovery beans) {
        if (client == null || produced) {
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
