package io.github.etcdregistrar.internal.cdi;

import io.github.etcdregistrar.internal.address.AddressSelector;
import io.github.etcdregistrar.internal.address.Attempt;
import io.github.etcdregistrar.internal.address.LocalHost;
import io.github.etcdregistrar.internal.address.Network;
import io.github.etcdregistrar.internal.address.NetworkAddress;
import io.github.etcdregistrar.internal.config.RegistrarConfig;
import io.github.etcdregistrar.internal.config.ServiceConfig;
import io.github.etcdregistrar.internal.config.ServicesConfig;
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.endpoint.EndpointSource;
import io.github.etcdregistrar.internal.runtime.HttpListener;
import io.github.etcdregistrar.internal.runtime.ServerRuntime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is the same for all services of this application. But for {@link #begin}, it is asked on threads of the
 * executor, because looking up names can take long. PropertyCatalog are looked up once, so that a key does not change when one
 * cannot be looked up for a while.
 */
final class ApplicationInfo {

    private final Network network;
    private final EndpointSource endpoints;
    private final Instant started = Instant.now();

    private volatile String name = "";
    private Optional<String> contextRoot = Optional.empty();
    private Optional<HttpListener> listener = Optional.empty();
    private String host;

    /**
     * Makes an application of which nothing is known yet.
     *
     * @param endpoints where etcd is
     */
    ApplicationInfo(Network network, EndpointSource endpoints) {
        this.network = network;
        this.endpoints = endpoints;
    }

    /**
     * Asks what can only be asked on the thread that deploys the application.
     *
     * @param event what the application's start was announced with
     */
    void begin(Object event, RegistrarConfig config) {
        contextRoot = ServerRuntime.contextRoot(event);
        name = Optional.ofNullable(config.services().get(ServicesConfig.SINGLE))
                .flatMap(ServiceConfig::name)
                .orElseGet(() -> JndiNames.applicationName(event));
    }

    String name() {
        return name;
    }

    /** What tells this application from others in the same server: its context root without the slash, else its name. */
    String module() {
        return contextRoot
                .map(root -> root.substring(1))
                .filter(root -> !root.isEmpty())
                .orElse(name);
    }

    /** What a service is called: where there is only one, as the application is. */
    String nameOf(String service) {
        return service.equals(ServicesConfig.SINGLE) ? name : service;
    }

    Instant started() {
        return started;
    }

    /** Chooses an address by the rules of a service. */
    AddressSelector address(ServiceConfig config) {
        return new AddressSelector(network, config.network(), config.ipFamily(), this::etcd);
    }

    /** Where etcd is, as far as that is known; the hosts are not looked up. */
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

    /** Where the server serves this application, where it tells. */
    synchronized Optional<HttpListener> listener() {
        if (listener.isEmpty()) {
            listener = ServerRuntime.listener();
        }
        return listener;
    }

    /** The addresses of this machine. */
    List<InetAddress> addresses() {
        return network.addresses().stream().map(NetworkAddress::ip).toList();
    }

    /** The context root, where the server tells it. */
    Optional<String> contextRoot() {
        return contextRoot;
    }
}
