package io.github.etcdregistrar.internal.address;

import java.net.InetAddress;

/** The name of this machine. */
public final class LocalHost {

    private LocalHost() {}

    /** The name of this machine; {@code localhost} if there is none. Can take long. */
    public static String name() {
        return Attempt.at("HOSTNAME", () -> System.getenv("HOSTNAME"))
                .filter(name -> !name.isBlank())
                .or(() -> Attempt.at("the name of this machine", () -> InetAddress.getLocalHost()
                        .getHostName()))
                .orElse("localhost");
    }
}
