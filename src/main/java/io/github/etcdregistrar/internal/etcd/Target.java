package io.github.etcdregistrar.internal.etcd;

import io.github.etcdregistrar.internal.endpoint.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * One address at which an endpoint may be reached.
 *
 * @param endpoint the endpoint
 * @param ip one of the addresses of its host; null before the host has been looked up
 */
record Target(Endpoint endpoint, InetAddress ip) {

    /** Without the host, of which gRPC would make an authority: it takes no underscore there. */
    InetSocketAddress address() {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(ip.getAddress()), endpoint.port());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("not an IPv4 or IPv6 address: " + ip, e);
        }
    }
}
