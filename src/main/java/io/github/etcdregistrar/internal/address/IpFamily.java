package io.github.etcdregistrar.internal.address;

import java.net.Inet4Address;
import java.net.InetAddress;

/** The two kinds of addresses. */
public enum IpFamily {
    IPV4,
    IPV6;

    static IpFamily of(InetAddress ip) {
        return ip instanceof Inet4Address ? IPV4 : IPV6;
    }
}
