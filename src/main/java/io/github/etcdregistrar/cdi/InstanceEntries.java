package io.github.etcdregistrar.cdi;

import io.github.etcdregistrar.instance.Instance;
import io.github.etcdregistrar.instance.LocalAddress;
import io.github.etcdregistrar.instance.LocalHost;
import io.github.etcdregistrar.instance.Network;
import io.github.etcdregistrar.platform.Listener;
import io.github.etcdregistrar.platform.Server;
import io.github.etcdregistrar.registration.EntrySource;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Works out what to register: on the loop's thread, because looking up names can take long. Names are
 * looked up once, so that the key does not change when one cannot be looked up for a while.
 */
final class InstanceEntries implements EntrySource {

    private final LiveConfig live;
    private final RegistrationValue value;
    private final LocalAddress address;
    private final AtomicBoolean updateAsked = new AtomicBoolean();
    private final Instant started = Instant.now();
    private final String id = UUID.randomUUID().toString();

    private String application;
    private Optional<String> contextRoot = Optional.empty();
    private String host;
    private Optional<Listener> listener = Optional.empty();

    InstanceEntries(LiveConfig live, RegistrationValue value, Network network) {
        ServiceConfig config = live.current().services().values().iterator().next();
        this.live = live;
        this.value = value;
        this.address = new LocalAddress(
                network,
                config.network(),
                config.ipFamily(),
                live.current().registry().endpoints());
    }

    /**
     * Asks what can only be asked on the thread that deploys the application.
     *
     * @param event what the application's start was announced with
     * @return the service's name
     */
    String begin(Object event) {
        contextRoot = Server.contextRoot(event);
        application = live.current()
                .services()
                .values()
                .iterator()
                .next()
                .name()
                .orElseGet(() -> ServerNames.applicationName(event));
        return application;
    }

    /** All is to be worked out anew with the next renewal. */
    void update() {
        updateAsked.set(true);
    }

    @Override
    public Map<String, String> entries(long lease) {
        ServiceConfig config = live.current().services().values().iterator().next();
        String ip = config.ip().orElseGet(address::get);
        if (host == null) {
            host = config.host().orElseGet(LocalHost::name);
        }
        if (config.port().isEmpty() && listener.isEmpty()) {
            listener = Server.listener();
        }
        Instance instance = new Instance(
                application,
                id,
                ip,
                ProcessHandle.current().pid(),
                host,
                listener.map(found -> OptionalInt.of(found.port())).orElse(config.port()),
                config.url().or(() -> url(ip)),
                started,
                config.attributes());
        return config.formats().formats(config.key(), value).entries(instance, lease);
    }

    @Override
    public boolean hasChanged() {
        if (address.hasChanged()) {
            return true; // Whatever is wrong with the configuration.
        }
        if (updateAsked.get()) {
            live.lookSoon();
        }
        boolean changed = live.hasChanged();
        return updateAsked.getAndSet(false) || changed;
    }

    private Optional<URI> url(String ip) {
        return listener.flatMap(found -> contextRoot.map(root -> found.url(ip, root)));
    }
}
