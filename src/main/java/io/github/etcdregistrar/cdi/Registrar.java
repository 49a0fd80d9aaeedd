package io.github.etcdregistrar.cdi;

import io.github.etcdregistrar.format.InstanceJson;
import io.github.etcdregistrar.instance.Network;
import io.github.etcdregistrar.metrics.Metrics;
import io.github.etcdregistrar.platform.Server;
import io.github.etcdregistrar.registration.ProblemCode;
import io.github.etcdregistrar.registration.Registration;
import io.github.etcdregistrar.registration.RegistrationListener;
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
import java.util.Map;
import java.util.Objects;
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

    private final LiveConfig live;
    /** As it was at the start. */
    private final RegistrarConfig config;

    private final Event<StateChange> events;
    private final Instance<RegistrationValue> values;
    private final InstanceEntries entries;
    private final Registration registration;

    /** All there are, for those of a server that may be absent. */
    @Inject
    @Any
    private Instance<Object> beans;

    private RegistrarExecutor executor;
    private volatile Metrics metrics = Metrics.NONE;
    private volatile Loop loop;

    /** For the container's proxy. */
    protected Registrar() {
        this.live = null;
        this.config = null;
        this.events = null;
        this.values = null;
        this.entries = null;
        this.registration = null;
    }

    @Inject
    Registrar(Event<StateChange> events, Instance<RegistrationValue> values) {
        this(events, values, Network.ofThisMachine());
    }

    Registrar(Event<StateChange> events, Instance<RegistrationValue> values, Network network) {
        Config source = ModuleConfig.get();
        this.live = new LiveConfig(() -> RegistrarConfig.read(source));
        this.config = live.current();
        this.events = events;
        this.values = values;
        this.entries = new InstanceEntries(live, this::value, network);
        this.registration = new Registration(
                () -> RegistryProvider.openRegistry(this.config.registry()),
                entries,
                this.config.onConflict(),
                this.config.timing(),
                Surroundings.real(),
                new Listener());
    }

    /** How the registration stands now, by our own clock: asks nobody and never waits. */
    public Status status() {
        return registration.status();
    }

    /** Whether this instance stands in etcd under a living lease. */
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
     * Works out anew what to register, from the configuration and the {@link RegistrationValue} as they are now, with
     * the next renewal of the lease. Keys that stay keep their lease and their create revision. Returns at once. A
     * configuration source that has changed is noticed without this, a few seconds later.
     */
    public void update() {
        entries.update();
    }

    /** Whether the liveness check is to be UP, as {@code etcd.registrar.liveness} defines it. */
    public boolean isLive() {
        return switch (config.liveness()) {
            case LOOP -> loop == null || loop.isTurning();
            case REGISTERED -> loop == null || isRegistered();
        };
    }

    /** Whether the readiness check is to be UP: while this instance is registered, or is not to be. */
    public boolean isReady() {
        return loop == null || isRegistered();
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
        String application = entries.begin(event);
        executor = RegistrarExecutor.find(config.executor());
        metrics = Metrics.start(beans, module(event), () -> Map.of("orders", status()));
        LOG.log(Level.INFO, config.describe(application));
        // A step makes a handful of requests at the most; ten and a while is more than it can need.
        Duration patience = config.registry().requestTimeout().multipliedBy(10).plusSeconds(10);
        loop = new Loop(executor.service(), registration::step, patience);
        registration.register();
        loop.start();
    }

    @PreDestroy
    synchronized void stop() {
        try {
            if (loop != null) {
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

    /** What tells this application from others in the same server: its context root without the slash, else its name. */
    private static String module(Object event) {
        return Server.contextRoot(event)
                .map(root -> root.substring(1))
                .filter(root -> !root.isEmpty())
                .orElseGet(() -> ServerNames.applicationName(event));
    }

    private String value(io.github.etcdregistrar.instance.Instance instance) {
        if (values.isUnsatisfied()) {
            return live.current().value().orElseGet(() -> InstanceJson.of(instance));
        }
        return Objects.requireNonNull(values.get().valueOf(instance), "a RegistrationValue has returned null");
    }

    private void fire(State previous, Status status) {
        StateChange change = new StateChange(previous, status);
        events.fire(change);
        events.fireAsync(change).exceptionally(failure -> {
            LOG.log(Level.WARNING, "An observer of " + change + " has failed", failure);
            return change;
        });
    }

    /** Tells the metrics first: an observer of the application may throw. */
    private final class Listener implements RegistrationListener {

        @Override
        public void stateChanged(String service, State previous, Status status) {
            metrics.stateChanged(service, previous, status);
            fire(previous, status);
        }

        @Override
        public void renewed() {
            metrics.renewed();
        }

        @Override
        public void failed(ProblemCode kind) {
            metrics.failed(kind);
        }
    }
}
