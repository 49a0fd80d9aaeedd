package io.github.etcdregistrar.internal.bootstrap;

import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.RegistrationValue;
import io.github.etcdregistrar.StateChange;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** The way to all that is not a bean. */
public interface Core {

    /** The one of this jar. Loads it, if nobody has asked before. */
    static Core get() {
        return Loaded.CORE;
    }

    /** Makes a registrar that has not started. */
    ManagedRegistrar registrar(Event<StateChange> events, Instance<RegistrationValue> values, Instance<Object> beans);

    /**
     * Validates the configuration of the calling module.
     *
     * @throws ConfigurationException if it is invalid
     */
    void validate();

    /** Whether the configuration asks for a readiness check. */
    boolean hasReadinessCheck();

    /** Whether this runtime fires the event of the start while the application is built. */
    boolean startsInBuild();

    /**
     * Validates the name of a property that the application sets for a service.
     *
     * @throws IllegalArgumentException if services have no such property
     */
    void checkProperty(String name);

    /** What a name of a service must be, if it is invalid. */
    Optional<String> nameProblem(String service);

    /** Makes jetcd's clients with the configuration of the calling module. */
    Supplier<Object> jetcdClients();

    /** Closes jetcd's client. */
    void closeJetcdClient(Object client);

    /** Loads the core: in the self-contained jar from an archive, else as any other class. */
    final class Loaded {

        /** Not named jar: Open Liberty unpacks each jar in a jar while it deploys. */
        private static final String ARCHIVE = "META-INF/etcd-registrar/core.classes";
        /** By name, because nothing here may be linked with it. */
        private static final String IMPLEMENTATION = "io.github.etcdregistrar.internal.application.ApplicationCore";

        private static final Core CORE = load();

        private Loaded() {}

        private static Core load() {
            try {
                return (Core) find().getConstructor().newInstance();
            } catch (ReflectiveOperationException | IOException e) {
                throw new IllegalStateException("the jar of etcd-registrar is not complete", e);
            }
        }

        private static Class<?> find() throws ClassNotFoundException, IOException {
            try {
                return Class.forName(IMPLEMENTATION);
            } catch (ClassNotFoundException e) {
                return new CoreClassLoader(CoreClassLoader.resource(ARCHIVE), Core.class.getClassLoader())
                        .loadClass(IMPLEMENTATION);
            }
        }
    }
}
