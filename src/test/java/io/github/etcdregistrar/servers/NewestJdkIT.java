package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.Jdk;
import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.PayaraMicro;
import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.War;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The newest JDK at hand, which sees more than the one that everything else runs on: it complains of more. */
class NewestJdkIT {
    /** Newer ones, if there are, are not for the servers: these were not made for what was not there yet. */
    private static final int NEWEST_OF_SERVERS = 25;

    /** Whence on the JVM can be told to say each caller of Unsafe, instead of the first, who can be the server. */
    private static final int NAMES_CALLERS = 23;

    /** How a stack shows that a class was loaded by the bundle. */
    private static final String OURS = "etcd-registrar//";

    private static final Pattern CALLED_BY_US =
            Pattern.compile("called by (io\\.(netty|grpc|perfmark|github\\.etcdregistrar)|com\\.google)\\.");

    @Test
    void openLiberty() {
        try (AppServer server = new OpenLiberty()) {
            comesAndGoesWithoutAWarning(server, Runtimes.libertySample());
        }
    }

    @Test
    void payaraMicro() {
        try (AppServer server = new PayaraMicro()) {
            comesAndGoesWithoutAWarning(server, Runtimes.payaraSample());
        }
    }

    private static void comesAndGoesWithoutAWarning(AppServer server, Path sample) {
        Jdk jdk = Jdk.newest(NEWEST_OF_SERVERS);
        if (jdk.version().feature() >= NAMES_CALLERS) {
            server.with("--sun-misc-unsafe-memory-access=debug");
        }
        System.out.println(server + " on " + jdk);
        try (Etcd etcd = Etcd.start();
                EtcdView view = EtcdView.of(etcd.endpoint())) {
            Observer observer = new Observer(server, view);
            server.deploy(
                    "new",
                    War.configured(
                            sample,
                            Map.of("etcd.registrar.endpoints", etcd.endpoint(), "etcd.registrar.ttl", "PT60S")));
            server.on(jdk).start();
            Entry key = observer.awaitKey("new");
            observer.measureGoing(
                    "undeploy until its key was gone", key, Duration.ofSeconds(5), () -> server.undeploy("new"));
        }
        assertThat(server.log().lines().filter(NewestJdkIT::isAboutUs)).isEmpty();
    }

    private static boolean isAboutUs(String line) {
        return line.contains(OURS) || CALLED_BY_US.matcher(line).find();
    }
}
