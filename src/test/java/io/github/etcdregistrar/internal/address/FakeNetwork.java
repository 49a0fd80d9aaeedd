package io.github.etcdregistrar.internal.address;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table of interfaces and routes. */
public final class FakeNetwork implements Network {

    private final List<NetworkAddress> addresses = new ArrayList<>();
    private final Map<String, InetAddress> routes = new LinkedHashMap<>();

    /** A network with the interfaces given, such as {@code eth0 10.0.0.5 fd00::5}. */
    public static FakeNetwork of(String... interfaces) {
        FakeNetwork network = new FakeNetwork();
        network.become(interfaces);
        return network;
    }

    /** The interfaces change; the routes stay. What is called lo is the loopback, and tun* point-to-point. */
    public synchronized void become(String... interfaces) {
        addresses.clear();
        for (String line : interfaces) {
            String[] words = line.split(" ");
            boolean ordinary = !words[0].equals("lo") && !words[0].startsWith("tun");
            for (int i = 1; i < words.length; i++) {
                addresses.add(new NetworkAddress(IpText.parse(words[i]), words[0], ordinary));
            }
        }
    }

    /** The route to whatever begins like this now ends at a local address; null for no route. */
    public synchronized FakeNetwork route(String remote, String localEnd) {
        routes.remove(remote);
        if (localEnd != null) {
            routes.put(remote, IpText.parse(localEnd));
        }
        return this;
    }

    @Override
    public synchronized List<NetworkAddress> addresses() {
        return List.copyOf(addresses);
    }

    @Override
    public synchronized Optional<InetAddress> routeTo(InetSocketAddress remote) {
        String ip = IpText.of(remote.getAddress());
        return routes.entrySet().stream()
                .filter(route -> ip.startsWith(route.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
