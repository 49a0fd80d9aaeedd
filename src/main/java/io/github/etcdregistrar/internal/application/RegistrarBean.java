package io.github.etcdregistrar.internal.application;

import io.github.etcdregistrar.ConfigurationException;
import io.github.etcdregistrar.InstancesChanged;
import io.github.etcdregistrar.LoadBalancer;
import io.github.etcdregistrar.RegisteredService;
import io.github.etcdregistrar.RegistrationValue;
import io.github.etcdregistrar.Service;
import io.github.etcdregistrar.ServiceInstances;
import io.github.etcdregistrar.StateChange;
import io.github.etcdregistrar.Status;
import io.github.etcdregistrar.internal.address.Network;
import io.github.etcdregistrar.internal.bootstrap.Gate;
import io.github.etcdregistrar.internal.bootstrap.ManagedRegistrar;
import io.github.etcdregistrar.internal.config.GateType;
import io.github.etcdregistrar.internal.config.ModuleConfig;
import io.github.etcdregistrar.internal.config.RegistrarConfig;
import io.github.etcdregistrar.internal.executor.RepeatingTask;
import io.github.etcdregistrar.internal.gate.GateController;
import io.github.etcdregistrar.internal.gate.StartupGate;
import io.github.etcdregistrar.internal.registration.EtcdClientProvider;
import io.github.etcdregistrar.internal.registration.Registration;
import io.github.etcdregistrar.internal.registration.TimeAndRandom;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/**
 * The composition root: reads the configuration, composes the parts, and runs them from the start of the application
 * to its end. {@link ApplicationCore} makes it.
 */
public final class RegistrarBean implements ManagedRegistrar {

    private static final Logger LOG = System.getLogger(RegistrarBean.class.getName());

    private final Config source;
    private final RegistrarConfig config;
    private final ApplicationInfo application;
    private final Registration registration;
    private final ServiceManager services;
    private final SharedEtcdClient client;
    private final LazyDiscovery discovery;
    private final LazyMetrics metrics;
    /** All beans, for those of a server that may be absent. */
    private final Instance<Object> beans;

    private RegistrarExecutor executor;
    private Drain drain;
    private GateController gateController;
    private boolean begun;
    private volatile RepeatingTask loop;

    /** Reads the configuration, and starts nothing yet. */
    public RegistrarBean(
            Event<StateChange> events, Instance<RegistrationValue> values, Instance<Object> beans, Network network) {
        this.beans = beans;
        this.source = ModuleConfig.get();
        this.config = RegistrarConfig.read(source);
        this.application = new ApplicationInfo(network, config.client().endpoints());
        CdiEventPublisher publisher = new CdiEventPublisher(events, application::nameOf);
        this.client = new SharedEtcdClient(() -> EtcdClientProvider.openClient(this.config.client()));
        this.discovery = new LazyDiscovery(config, client);
        this.metrics = new LazyMetrics(beans, this::services, publisher, discovery);
        this.registration = new Registration(
                () -> {
                    metrics.start(); // Before anything can fail: a gate can open before the first pass.
                    return client.forRegistration();
                },
                config.timing(),
                TimeAndRandom.real(),
                publisher,
                this::wakeUp);
        this.services = new ServiceManager(source, application, registration, values, config.shutdownBudget());
        config.services().forEach(services::addConfigured);
    }

    @Override
    public Status status() {
        return registration.status();
    }

    @Override
    public Map<String, Status> services() {
        Map<String, Status> all = new LinkedHashMap<>();
        Map<String, Status> registered = registration.services();
        registered.forEach((service, status) -> {
            String name = application.nameOf(service);
            // Unless the application has added a service of that name.
            all.put(registered.containsKey(name) ? service : name, status);
        });
        return all;
    }

    @Override
    public boolean isRegistered() {
        return status().isRegistered();
    }

    @Override
    public void deregister() {
        registration.deregister(config.shutdownBudget());
    }

    @Override
    public void register() {
        registration.register();
    }

    @Override
    public RegisteredService register(Service service) {
        return services.add(service);
    }

    @Override
    public void pause() {
        registration.pause(config.shutdownBudget());
    }

    @Override
    public void resume() {
        registration.resume();
    }

    @Override
    public void update() {
        services.update();
    }

    @Override
    public boolean isLive() {
        return switch (config.liveness()) {
            case LOOP -> loop == null || loop.isAlive();
            case REGISTERED ->
                loop == null || isRegistered() || status().state().isAbsent();
        };
    }

    @Override
    public boolean isReady() {
        return !config.readiness()
                || loop == null
                || isRegistered()
                || registration.services().isEmpty();
    }

    @Override
    public Map<String, Object> healthData() {
        return StatusData.of(status(), services(), discovery.lists());
    }

    @Override
    public ServiceInstances instances(
            String service, Event<InstancesChanged> changes, Instance<LoadBalancer> balancers) {
        return discovery.find(service, changes, balancers);
    }

    @Override
    public void started(Object event) {
        start(event);
        if (loop != null) {
            application.server().started();
        }
    }

    @Override
    public synchronized void start(Object event) {
        if (begun) {
            return; // In an EAR each module can fire the event.
        }
        begun = true;
        config.warnings().forEach(warning -> LOG.log(Level.WARNING, warning));
        if (!config.enabled()) {
            LOG.log(Level.INFO, "Nothing is registered: etcd.registrar.enabled is false");
            return;
        }
        application.begin(event, config, source);
        List<Gate> gates = configuredGates();
        // A readiness check can block a thread for long.
        executor = RegistrarExecutor.find(config.executor(), config.gate() == GateType.READINESS ? 2 : 1);
        metrics.prepare(
                application.module(), executor.own() || config.executor().isPresent());
        LOG.log(Level.INFO, config.describe(application.name()));
        gateController = new GateController(executor.service(), gates, registration, config.shutdownBudget());
        loop = new RepeatingTask(
                executor.service(), executor.context(), "the registration", this::pass, config.passTimeout());
        drain = new Drain(registration, config.drain(), config.shutdownBudget());
        gateController.start();
        registration.register();
        loop.start();
        SameNames.started(this);
    }

    private Duration pass() {
        metrics.start();
        return gateController.reconcile();
    }

    private void wakeUp() {
        RepeatingTask started = loop;
        if (started != null) {
            started.wakeUp();
        }
    }

    private List<Gate> configuredGates() {
        Gate startup =
                new StartupGate(application.server(), ApplicationInfo.configured(config), application::addresses);
        return switch (config.gate()) {
            case NONE -> List.of();
            case STARTED -> List.of(startup);
            case READINESS -> List.of(startup, readinessGate());
        };
    }

    private Gate readinessGate() {
        Instance<Gate> readiness = beans.select(Gate.class);
        if (readiness.isUnsatisfied()) {
            throw new ConfigurationException("etcd.registrar.gate = readiness is invalid: it must be started or none,"
                    + " because the server has no MicroProfile Health");
        }
        return readiness.get();
    }

    @Override
    public synchronized void stop() {
        SameNames.stopped(this);
        try {
            discovery.close(); // Before the client, which it uses.
            if (loop != null) {
                gateController.stop();
                drain.close();
                loop.stop();
                try {
                    registration.stop(config.shutdownBudget());
                } finally {
                    executor.close();
                }
            }
        } finally {
            client.close();
            metrics.close();
        }
    }
}
