package io.github.etcdregistrar.instance;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this machine is called. */
public final class LocalHost {

    private LocalHost() {}

    /** The name of this machine; {@code localhost} if it has none that can be resolved, which can take a while. */
    public static String name() {
        String inEnvironment = System.getenv("HOSTNAME");
        if (inEnvironment != null && !inEnvironment.isBlank()) {
            return inEnvironment;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
