package io.github.etcdregistrar.internal.address;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** What can be known of this machine's network, which a test decides. Sends nothing, looks up no name. */
public interface Network {

    /** The addresses of all interfaces that are up, in the order in which the interfaces came into being. */
    List<NetworkAddress> addresses();

    /** The local end of the route to a remote address; empty if there is no route. */
    Optional<InetAddress> routeTo(InetSocketAddress remote);

    /** The real one. */
    static Network ofThisMachine() {
        return new MachineNetwork();
    }
}
