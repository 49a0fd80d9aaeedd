package io.github.etcdregistrar.etcd;

import io.github.etcdregistrar.endpoint.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * One address at which an endpoint may be reached.
 *
 * @param endpoint the endpoint
 * @param ip one of the addresses of its host; null before the host has been looked up
 */
record Target(Endpoint endpoint, InetAddress ip) {

    InetSocketAddress address() {
        return new InetSocketAddress(ip, endpoint.port());
    }
}
