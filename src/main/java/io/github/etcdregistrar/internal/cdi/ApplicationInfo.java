package io.github.etcdregistrar.internal.cdi;

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
import io.github.etcdregistrar.internal.runtime.ServerRuntime;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What all services of this application have in common. Except for {@link #begin}, threads of the executor ask,
 * because looking up names can take long. Names are looked up once, so that a key does not change when a lookup
 * fails later.
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
     */
    void begin(Object event, RegistrarConfig config) {
        contextRoot = ServerRuntime.contextRoot(event);
        name = Optional.ofNullable(config.services().get(ServiceListReader.SINGLE))
                .flatMap(ServiceConfig::name)
                .orElseGet(() -> JndiNames.applicationName(event));
    }

    String name() {
        return name;
    }

    /** Tells this application from others in the same server: the context root without its slash, else the name. */
    String module() {
        return contextRoot
                .map(root -> root.substring(1))
                .filter(root -> !root.isEmpty())
                .orElse(name);
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

    /** Where the server listens for HTTP, if it tells. */
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

    /** The context root, if the server tells it. */
    Optional<String> contextRoot() {
        return contextRoot;
    }
}
