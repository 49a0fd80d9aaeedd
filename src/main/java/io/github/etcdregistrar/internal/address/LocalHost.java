package io.github.etcdregistrar.internal.address;

import java.net.InetAddress;

/** What this machine is called. */
public final class LocalHost {

    private LocalHost() {}

    /** The name of this machine; {@code localhost} if it has none that can be resolved, which can take a while. */
    public static String name() {
        return Attempt.at("HOSTNAME", () -> System.getenv("HOSTNAME"))
                .filter(name -> !name.isBlank())
                .or(() -> Attempt.at("the name of this machine", () -> InetAddress.getLocalHost()
                        .getHostName()))
                .orElse("localhost");
    }
}
