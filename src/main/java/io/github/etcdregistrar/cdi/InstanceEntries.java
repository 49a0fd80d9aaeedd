package io.github.etcdregistrar.cdi;

import io.github.etcdregistrar.format.Format;
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

/**
 * Works out what to register: on the loop's thread, because looking up names can take long. But for the address all is
 * worked out once, so that the key does not change when a name cannot be looked up for a while.
 */
final class InstanceEntries implements EntrySource {

    private final RegistrarConfig config;
    private final Format formats;
    private final LocalAddress address;
    private final Instant started = Instant.now();
    private final String id = UUID.randomUUID().toString();

    private String application;
    private Optional<String> contextRoot = Optional.empty();
    private String host;
    private Optional<Listener> listener = Optional.empty();

    InstanceEntries(RegistrarConfig config, RegistrationValue value, Network network) {
        this.config = config;
        this.formats = config.formats().formats(config.key(), value);
        this.address = new LocalAddress(
                network, config.network(), config.ipFamily(), config.registry().endpoints());
    }

    /**
     * Asks what can only be asked on the thread that deploys the application.
     *
     * @param event what the application's start was announced with
     * @return the service's name
     */
    String begin(Object event) {
        contextRoot = Server.contextRoot(event);
        application = config.name().orElseGet(() -> ServerNames.applicationName(event));
        return application;
    }

    @Override
    public Map<String, String> entries(long lease) {
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
        return formats.entries(instance, lease);
    }

    @Override
    public boolean hasChanged() {
        return address.hasChanged();
    }

    private Optional<URI> url(String ip) {
        return listener.flatMap(found -> contextRoot.map(root -> found.url(ip, root)));
    }
}
