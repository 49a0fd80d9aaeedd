package io.github.etcdregistrar.internal.application;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.Instance;
import io.github.etcdregistrar.RegistrationValue;
import io.github.etcdregistrar.internal.address.AddressSelector;
import io.github.etcdregistrar.internal.address.Attempt;
import io.github.etcdregistrar.internal.config.ReloadingConfig;
import io.github.etcdregistrar.internal.config.ServiceConfig;
import io.github.etcdregistrar.internal.format.InstanceJson;
import io.github.etcdregistrar.internal.registration.EntrySource;
import io.github.etcdregistrar.internal.runtime.HttpListener;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Supplies the entries of one service. */
final class InstanceEntrySource implements EntrySource {

    private final ReloadingConfig live;
    private final ApplicationInfo application;
    private final Supplier<Optional<RegistrationValue>> value;
    private final AddressSelector address;
    private final AtomicBoolean updateAsked = new AtomicBoolean();
    /** Made by the first pass: the JDK's random source takes long to load. */
    private String id;
    /** Looked up once, while the configuration stays. */
    private String host;

    private Instance last;

    /**
     * Makes the source of one service.
     *
     * @param live its configuration
     * @param value the value of the application's bean, if it has one
     */
    InstanceEntrySource(
            ReloadingConfig live, ApplicationInfo application, Supplier<Optional<RegistrationValue>> value) {
        this.live = live;
        this.application = application;
        this.value = value;
        this.address = application.address(live.current());
    }

    /** Computes everything anew with the next pass that renews. */
    void update() {
        updateAsked.set(true);
    }

    @Override
    public Map<String, String> entries(long lease) {
        ServiceConfig config = live.current();
        if (id == null) {
            id = UUID.randomUUID().toString();
        }
        String ip = config.ip().orElseGet(address::get);
        if (host == null) {
            host = config.host().orElseGet(application::host);
        }
        // A configured port belongs to a proxy or to another listener: its URL is unknown.
        Optional<HttpListener> listener = config.port().isPresent() ? Optional.empty() : application.listener();
        Instance instance = new Instance(
                config.name().orElseGet(application::name),
                id,
                ip,
                ProcessHandle.current().pid(),
                host,
                listener.map(found -> OptionalInt.of(found.port())).orElse(config.port()),
                config.url()
                        .or(() -> listener.flatMap(found -> application
                                .contextRoot()
                                .flatMap(root -> Attempt.at("the URL", () -> found.url(ip, root))))),
                application.started(),
                config.attributes());
        last = instance;
        // With anything configured, the way to this instance is not that of the server's own listener.
        if (config.ip().isEmpty() && config.url().isEmpty()) {
            listener.ifPresent(found -> application.checkListener(found, ip));
        }
        return config.formats().formats(config.key(), this::valueOf).entries(instance, lease);
    }

    @Override
    public boolean isLeftBehind(Entry entry) {
        return InstanceJson.isOfEarlierStart(
                entry.value(), last, pid -> ProcessHandle.of(pid).isPresent());
    }

    @Override
    public boolean hasChanged() {
        if (address.hasChanged()) {
            return true; // Even while the configuration is invalid.
        }
        if (updateAsked.get()) {
            live.checkSoon();
        }
        boolean changed = live.reloadIfDue();
        return updateAsked.getAndSet(false) || changed;
    }

    private String valueOf(Instance instance) {
        return value.get()
                .map(own -> Objects.requireNonNull(own.valueOf(instance), "a RegistrationValue has returned null"))
                .or(live.current()::value)
                .orElseGet(() -> InstanceJson.of(instance));
    }
}
