package io.github.etcdregistrar.internal.gate;

import io.github.etcdregistrar.internal.bootstrap.Gate;
import io.github.etcdregistrar.internal.runtime.HttpListener;
import io.github.etcdregistrar.internal.runtime.HttpProbe;
import io.github.etcdregistrar.internal.runtime.ServerRuntime;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Closed until the server answers for this application at its own HTTP port. Where the server does not tell the port,
 * closed until CDI and servlets have started, and then asks at the configured port, if there is one.
 */
public final class StartupGate implements Gate {

    private final ServerRuntime server;
    private final Optional<HttpListener> configured;
    private final Supplier<List<InetAddress>> addresses;
    private Optional<HttpProbe> own = Optional.empty();
    private Optional<HttpProbe> other = Optional.empty();

    /**
     * Asks nothing yet.
     *
     * @param configured where the application is served by its configuration, if that says so
     * @param addresses the addresses of this machine
     */
    public StartupGate(ServerRuntime server, Optional<HttpListener> configured, Supplier<List<InetAddress>> addresses) {
        this.server = server;
        this.configured = configured;
        this.addresses = addresses;
    }

    @Override
    public String name() {
        return "this server";
    }

    @Override
    public Optional<String> closedReason() {
        // Asked first: a server can tell its port when it has started, and only then.
        Optional<String> starting = server.startingReason();
        own = own.or(() -> server.listener().map(found -> HttpProbe.at(found, server)));
        if (own.isPresent()) {
            return own.get().notReadyReason(addresses.get());
        }
        if (starting.isPresent()) {
            return starting;
        }
        other = other.or(() -> configured.map(found -> HttpProbe.atConfigured(found, server)));
        return other.flatMap(http -> http.notReadyReason(addresses.get()));
    }

    @Override
    public boolean staysOpen() {
        return true;
    }
}
