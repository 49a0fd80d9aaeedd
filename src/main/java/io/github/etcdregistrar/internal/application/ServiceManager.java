package io.github.etcdregistrar.internal.application;

import io.github.etcdregistrar.RegisteredService;
import io.github.etcdregistrar.RegistrationValue;
import io.github.etcdregistrar.Service;
import io.github.etcdregistrar.Status;
import io.github.etcdregistrar.internal.config.RegistrarConfig;
import io.github.etcdregistrar.internal.config.ReloadingConfig;
import io.github.etcdregistrar.internal.config.ServiceConfig;
import io.github.etcdregistrar.internal.registration.Registration;
import io.github.etcdregistrar.internal.registration.ServiceRegistration;
import jakarta.enterprise.inject.Instance;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.Config;

/** The services of this application: configured ones, and those that the application registers. */
final class ServiceManager {

    private static final Logger LOG = System.getLogger(RegistrarBean.class.getName());

    private final Config source;
    private final ApplicationInfo application;
    private final Registration registration;
    private final Instance<RegistrationValue> values;
    private final Duration budget;
    private final List<InstanceEntrySource> all = new CopyOnWriteArrayList<>();

    /**
     * Starts without services.
     *
     * @param budget how long a deregistration may take
     */
    ServiceManager(
            Config source,
            ApplicationInfo application,
            Registration registration,
            Instance<RegistrationValue> values,
            Duration budget) {
        this.source = source;
        this.application = application;
        this.registration = registration;
        this.values = values;
        this.budget = budget;
    }

    /** Adds a configured service. */
    void addConfigured(String name, ServiceConfig config) {
        ReloadingConfig live = new ReloadingConfig(config, source, () -> RegistrarConfig.read(source, name));
        add(name, new InstanceEntrySource(live, application, this::value), live.current());
    }

    /** Adds a service that the application registers. */
    RegisteredService add(Service service) {
        Added added = new Added(service);
        ReloadingConfig live = new ReloadingConfig(
                RegistrarConfig.read(source, service), source, () -> RegistrarConfig.read(source, added.service));
        if (live.current().enabled()) {
            added.entries = new InstanceEntrySource(live, application, this::value);
            added.registration = Optional.of(add(service.name(), added.entries, live.current()));
        } else {
            LOG.log(Level.INFO, "{0} is not registered: etcd.registrar.{0}.enabled is false", service.name());
        }
        return added;
    }

    /** Computes all services anew. */
    void update() {
        update(all);
    }

    private void update(List<InstanceEntrySource> changed) {
        changed.forEach(InstanceEntrySource::update);
        registration.update();
    }

    private ServiceRegistration add(String name, InstanceEntrySource entries, ServiceConfig config) {
        ServiceRegistration added = registration.add(name, entries, config.onConflict());
        all.add(entries);
        return added;
    }

    /** The value of the application's bean, if it has one. */
    private Optional<RegistrationValue> value() {
        return values.isUnsatisfied() ? Optional.empty() : Optional.of(values.get());
    }

    private final class Added implements RegisteredService {

        private volatile Service service;
        private InstanceEntrySource entries;
        private Optional<ServiceRegistration> registration = Optional.empty();

        Added(Service service) {
            this.service = service;
        }

        @Override
        public String name() {
            return service.name();
        }

        @Override
        public Status status() {
            return registration
                    .map(ServiceRegistration::status)
                    .orElseGet(ServiceManager.this.registration::disabledStatus);
        }

        @Override
        public void update(Service changed) {
            if (!changed.name().equals(name())) {
                throw new IllegalArgumentException(changed + " is not " + name());
            }
            RegistrarConfig.read(source, changed);
            service = changed;
            if (entries != null) {
                ServiceManager.this.update(List.of(entries));
            }
        }

        @Override
        public void close() {
            registration.ifPresent(registered -> registered.close(budget));
            all.remove(entries);
        }
    }
}
