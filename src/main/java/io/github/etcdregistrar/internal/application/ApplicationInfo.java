package io.github.etcdregistrar.internal.application;

import io.github.etcdregistrar.internal.address.AddressSelector;
import io.github.etcdregistrar.internal.address.Attempt;
import io.github.etcdregistrar.internal.address.LocalHost;
import io.github.etcdregistrar.internal.address.Network;
import io.github.etcdregistrar.internal.address.NetworkAddress;
import io.github.etcdregistrar.internal.config.RegistrarConfig;
import io.github.etcdregistrar.internal.config.ServiceConfig;
import io.github.etcdregistrar.internal.config.ServiceListReader;
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.endpoint.EndpointSource;
import io.github.etcdregistrar.internal.runtime.HttpListener;
import io.github.etcdregistrar.internal.runtime.ListenerCheck;
import io.github.etcdregistrar.internal.runtime.ServerRuntime;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/**
 * What all services of this application have in common. Except for {@link #begin}, threads of the executor ask,
 * because looking up names can take long. Names are looked up once, so that a key does not change when a lookup
 * fails later.
 */
final class ApplicationInfo {

    private static final Logger LOG = System.getLogger(RegistrarBean.class.getName());
    /** Properties of others that name the application, for runtimes where neither JNDI nor a context root does. */
    private static final List<String> NAMES =
            List.of("quarkus.application.name", "otel.service.name", "mp.metrics.appName");

    private final Network network;
    private final EndpointSource endpoints;
    private final Instant started = Instant.now();

    /** The addresses at which the server was looked for. */
    private final Set<String> checkedIps = ConcurrentHashMap.newKeySet();

    private volatile String name = "";
    private ServerRuntime server;
    private String host;

    /**
     * Knows nothing yet.
     *
     * @param endpoints where etcd is
     */
    ApplicationInfo(Network network, EndpointSource endpoints) {
        this.network = network;
        this.endpoints = endpoints;
    }

    /**
     * Finds out what only the deploying thread can ask.
     *
     * @param event the payload of the event of the application's start
     * @param properties the configuration, of which {@code config} was read
     */
    void begin(Object event, RegistrarConfig config, Config properties) {
        Function<String, Optional<String>> property = name -> properties.getOptionalValue(name, String.class);
        server = new ServerRuntime(event, property);
        Optional<ServiceConfig> single = Optional.ofNullable(config.services().get(ServiceListReader.SINGLE));
        name = single.flatMap(ServiceConfig::name)
                .or(() -> JndiNames.applicationName(event))
                .or(() -> NAMES.stream()
                        .flatMap(other -> property.apply(other).stream())
                        .findFirst())
                .orElse("");
        if (name.isEmpty()) {
            name = "application";
            if (single.isPresent()) {
                LOG.log(
                        Level.WARNING,
                        "This server tells no name of the application: it is registered as \"{0}\", as any other without a"
                                + " name. Set etcd.registrar.name",
                        name);
            }
        }
    }

    /** Where the configuration says that this application is served, if it says one port for all services. */
    static Optional<HttpListener> configured(RegistrarConfig config) {
        Set<HttpListener> ports = new HashSet<>();
        for (ServiceConfig service : config.services().values()) {
            if (service.port().isPresent()) {
                boolean secure = service.url()
                        .filter(url -> "https".equals(url.getScheme()))
                        .isPresent();
                ports.add(new HttpListener(secure, service.port().getAsInt()));
            }
        }
        return ports.size() == 1 ? Optional.of(ports.iterator().next()) : Optional.empty();
    }

    String name() {
        return name;
    }

    /** Tells this application from others in the same server: the context root without its slash, else the name. */
    String module() {
        String root = contextRoot().orElse("/").substring(1);
        return root.isEmpty() ? name : root;
    }

    /** The name of a service in messages: the application's, if there is only one service. */
    String nameOf(String service) {
        return service.equals(ServiceListReader.SINGLE) ? name : service;
    }

    Instant started() {
        return started;
    }

    /** Selects an address by the rules of a service. */
    AddressSelector address(ServiceConfig config) {
        return new AddressSelector(network, config.network(), config.ipFamily(), this::etcd);
    }

    /** The endpoints of etcd, as far as they are known; hosts are not looked up. */
    private List<InetSocketAddress> etcd() {
        return Attempt.at("etcd's endpoints", endpoints::endpoints).orElse(List.of()).stream()
                .map(Endpoint::unresolved)
                .toList();
    }

    /** The name of this machine. */
    String host() {
        if (host == null) {
            host = LocalHost.name();
        }
        return host;
    }

    /** The server, once {@link #begin} was called. */
    ServerRuntime server() {
        return server;
    }

    /** Warns, once for each address, if the server does not listen at an address that is registered. */
    void checkListener(HttpListener found, String ip) {
        if (checkedIps.add(ip)) {
            Attempt.at("the listener", () -> ListenerCheck.warning(found, ip))
                    .flatMap(warning -> warning)
                    .ifPresent(warning -> LOG.log(Level.WARNING, warning));
        }
    }

    /** Where the server listens for HTTP, if it tells. */
    Optional<HttpListener> listener() {
        return server.listener();
    }

    /** The addresses of this machine. */
    List<InetAddress> addresses() {
        return network.addresses().stream().map(NetworkAddress::ip).toList();
    }

    /** The context root, if the server tells it. */
    Optional<String> contextRoot() {
        return server.contextRoot();
    }
}
