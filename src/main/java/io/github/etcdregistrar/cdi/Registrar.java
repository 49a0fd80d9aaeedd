package io.github.etcdregistrar.cdi;

import io.github.etcdregistrar.instance.Network;
import io.github.etcdregistrar.metrics.Metrics;
import io.github.etcdregistrar.registration.Registration;
import io.github.etcdregistrar.registration.RegistryProvider;
import io.github.etcdregistrar.registration.State;
import io.github.etcdregistrar.registration.Status;
import io.github.etcdregistrar.registration.Surroundings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/**
 * Registers this application in etcd when it starts, keeps it registered, and takes it out when it stops. All by
 * itself: the methods are for those who want to know or to interfere.
 *
 * <p>Every change of state is fired as a {@link StateChange}.
 */
@ApplicationScoped
public class Registrar {

    private static final Logger LOG = System.getLogger(Registrar.class.getName());

    private final RegistrarConfig config;
    private final ThisApplication application;
    private final Registration registration;
    private final Services services;
    private final Messenger messenger;

    /** All there are, for those of a server that may be absent. */
    @Inject
    @Any
    private Instance<Object> beans;

    private RegistrarExecutor executor;
    private Drain drain;
    private Metrics metrics = Metrics.NONE;
    private Gatekeeper gates;
    private volatile Loop loop;

    /** For the container's proxy. */
    protected Registrar() {
        this.config = null;
        this.application = null;
        this.registration = null;
        this.services = null;
        this.messenger = null;
    }

    @Inject
    Registrar(Event<StateChange> events, Instance<RegistrationValue> values) {
        this(events, values, Network.ofThisMachine());
    }

    Registrar(Event<StateChange> events, Instance<RegistrationValue> values, Network network) {
        Config source = ModuleConfig.get();
        this.config = RegistrarConfig.read(source);
        this.application = new ThisApplication(network, config.registry().endpoints());
        this.messenger = new Messenger(events, application::nameOf);
        this.registration = new Registration(
                () -> RegistryProvider.openRegistry(this.config.registry()),
                config.timing(),
                Surroundings.real(),
                messenger);
        this.services = new Services(source, application, registration, values, config.shutdownBudget());
        config.services().keySet().forEach(services::addConfigured);
    }

    /**
     * How the registration stands now, by our own clock: asks nobody and never waits. With several services, it stands
     * as the one of them that needs looking after most.
     */
    public Status status() {
        return registration.status();
    }

    /** How the registration of each service stands now, by its name, as {@link #status()} does for all of them. */
    public Map<String, Status> services() {
        Map<String, Status> all = new LinkedHashMap<>();
        Map<String, Status> registered = registration.services();
        registered.forEach((service, status) -> {
            String name = application.nameOf(service);
            // Unless the application has added one that is called as it is.
            all.put(registered.containsKey(name) ? service : name, status);
        });
        return all;
    }

    /** Whether this instance, with all its services, stands in etcd under a living lease. */
    public boolean isRegistered() {
        return status().isRegistered();
    }

    /**
     * Takes this instance out of etcd and returns when that is done, or after the shutdown budget at the latest; it is
     * tried further then. It stays out until {@link #register()}.
     */
    public void deregister() {
        registration.deregister(config.shutdownBudget());
    }

    /**
     * Registers this instance again after {@link #deregister()}, or after the key was found to be held by somebody else
     * and the policy was to give up. Returns at once. Does nothing while {@code etcd.registrar.enabled} is false.
     */
    public void register() {
        registration.register();
    }

    /**
     * Registers one more service of this application, under the same lease. Returns at once; it is registered and kept
     * as those of the configuration are.
     *
     * @return the service as it is registered; to be closed when it ends, unless that is with the application
     * @throws IllegalArgumentException if there is a service of that name already
     * @throws ConfigurationException if a property of it is not right
     */
    public RegisteredService register(Service service) {
        return services.add(service);
    }

    /**
     * Takes this instance out of etcd for maintenance, as {@link #deregister()} does, until {@link #resume()}. The state
     * is {@link State#PAUSED} meanwhile.
     */
    public void pause() {
        registration.pause(config.shutdownBudget());
    }

    /** Registers this instance again after {@link #pause()}. Returns at once. */
    public void resume() {
        registration.resume();
    }

    /**
     * Works out anew what to register, from the configuration and the {@link RegistrationValue} as they are now, with
     * the next renewal of the lease. Keys that stay keep their lease and their create revision. Returns at once. A
     * configuration source that has changed is noticed without this, a few seconds later.
     */
    public void update() {
        services.update();
    }

    /** Whether the liveness check is to be UP, as {@code etcd.registrar.liveness} defines it. */
    public boolean isLive() {
        return switch (config.liveness()) {
            case LOOP -> loop == null || loop.isTurning();
            case REGISTERED ->
                loop == null || isRegistered() || status().state().isAbsent();
        };
    }

    /** Whether the readiness check is to be UP: while this instance is registered, or was never to be. */
    public boolean isReady() {
        return loop == null || isRegistered() || registration.services().isEmpty();
    }

    synchronized void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (loop != null) {
            return; // An EAR can have the event fired for each of its modules.
        }
        config.warnings().forEach(warning -> LOG.log(Level.WARNING, warning));
        if (!config.enabled()) {
            LOG.log(Level.INFO, "Nothing is registered: etcd.registrar.enabled is false");
            return;
        }
        List<Gate> asked = gates();
        application.begin(event, config);
        // A readiness check can keep a thread for long.
        executor = RegistrarExecutor.find(config.executor(), config.gate() == GateKind.READINESS ? 2 : 1);
        metrics = Metrics.start(beans, application.module(), this::services);
        messenger.tell(metrics);
        LOG.log(Level.INFO, config.describe(application.name()));
        // A step makes a handful of requests for each service at the most; ten and a while is more than it can need.
        int requests = 10 * (1 + config.services().size());
        Duration patience =
                config.registry().requestTimeout().multipliedBy(requests).plusSeconds(10);
        gates = new Gatekeeper(executor.service(), asked, registration, config.shutdownBudget());
        loop = new Loop(executor.service(), gates::step, patience);
        drain = new Drain(registration, config.drain(), config.shutdownBudget());
        gates.start();
        registration.register();
        loop.start();
    }

    private List<Gate> gates() {
        return switch (config.gate()) {
            case NONE -> List.of();
            case STARTED -> List.of(new StartGate(application));
            case READINESS -> {
                Instance<Gate> readiness = beans.select(Gate.class);
                if (readiness.isUnsatisfied()) {
                    throw new ConfigurationException(
                            "etcd.registrar.gate = readiness is not right: it must be started or"
                                    + " none, because the server has no MicroProfile Health");
                }
                yield List.of(new StartGate(application), readiness.get());
            }
        };
    }

    @PreDestroy
    synchronized void stop() {
        try {
            if (loop != null) {
                gates.end();
                drain.close();
                loop.end();
                try {
                    registration.stop(config.shutdownBudget());
                } finally {
                    executor.close();
                }
            }
        } finally {
            metrics.close();
        }
    }
}
