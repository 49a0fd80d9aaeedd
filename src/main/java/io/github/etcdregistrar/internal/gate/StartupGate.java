package io.github.etcdregistrar.internal.gate;

import io.github.etcdregistrar.internal.runtime.HttpListener;
import io.github.etcdregistrar.internal.runtime.HttpProbe;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Closed until the server answers for this application at its own HTTP port. Open if that port is unknown. */
public final class StartupGate implements Gate {

    private final Supplier<Optional<HttpListener>> listener;
    private final Supplier<Optional<String>> contextRoot;
    private final Supplier<List<InetAddress>> addresses;
    private Optional<HttpProbe> answer = Optional.empty();

    /**
     * Asks nothing yet.
     *
     * @param listener where the server listens, empty while that is not known
     * @param contextRoot the context root of the application, empty if the server does not tell
     * @param addresses the addresses of this machine
     */
    public StartupGate(
            Supplier<Optional<HttpListener>> listener,
            Supplier<Optional<String>> contextRoot,
            Supplier<List<InetAddress>> addresses) {
        this.listener = listener;
        this.contextRoot = contextRoot;
        this.addresses = addresses;
    }

    @Override
    public String name() {
        return "this server";
    }

    @Override
    public Optional<String> closedReason() {
        answer = answer.or(() -> listener.get().map(found -> new HttpProbe(found, contextRoot.get())));
        return answer.flatMap(http -> http.notReadyReason(addresses.get()));
    }

    @Override
    public boolean staysOpen() {
        return true;
    }
}
