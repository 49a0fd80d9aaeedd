package io.github.etcdregistrar.testing;

import java.nio.file.Path;
import java.util.List;

/**
 * What etcd is told on its command line about one member and its cluster.
 *
 * @param name the member's name
 * @param clientPort where it serves clients
 * @param peerPort where it serves its peers
 * @param cluster all members, itself among them, as {@code name=url} with commas between
 */
record EtcdMember(String name, int clientPort, int peerPort, String cluster) {
    /** The only member of its cluster. */
    static EtcdMember alone(int clientPort, int peerPort) {
        return new EtcdMember("m0", clientPort, peerPort, "m0=" + url(peerPort));
    }

    String clientUrl() {
        return url(clientPort);
    }

    String peerUrl() {
        return url(peerPort);
    }

    /**
     * The command line. Once there are data, they decide, and {@code joining} means nothing.
     *
     * @param joining false for a founding member, true for one that was added to a living cluster
     */
    List<String> arguments(Path data, boolean joining) {
        return List.of(
                "--name=" + name,
                "--data-dir=" + data,
                "--listen-client-urls=" + clientUrl(),
                "--advertise-client-urls=" + clientUrl(),
                "--listen-peer-urls=" + peerUrl(),
                "--initial-advertise-peer-urls=" + peerUrl(),
                "--initial-cluster=" + cluster,
                "--initial-cluster-state=" + (joining ? "existing" : "new"),
                // A cluster is young in tests, and etcd would not let members join in its first seconds.
                "--strict-reconfig-check=false",
                "--logger=zap",
                "--log-outputs=stderr");
    }

    static String url(int port) {
        return "http://127.0.0.1:" + port;
    }
}
