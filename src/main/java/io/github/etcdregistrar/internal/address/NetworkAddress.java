package io.github.etcdregistrar.internal.address;

import java.net.InetAddress;

/**
 * An address of this machine, on an interface that is up.
 *
 * @param ip the address
 * @param networkInterface the name of the interface, such as {@code eth0}
 * @param ordinary whether the interface is neither the loopback nor point-to-point
 */
public record NetworkAddress(InetAddress ip, String networkInterface, boolean ordinary) {

    boolean isLoopback() {
        return ip.isLoopbackAddress();
    }

    boolean isLinkLocal() {
        return ip.isLinkLocalAddress();
    }

    @Override
    public String toString() {
        return IpText.of(ip) + " (" + networkInterface + ")";
    }
}
