package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.Ear;
import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.War;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link EarContract The same}, and the bundle in the {@code lib} of an EAR, on the servers that make beans there. */
abstract class EarLibrariesContract extends EarContract {
    EarLibrariesContract(AppServer server, Path sample) {
        super(server, sample);
    }

    @Test
    @Covers(Check.EAR)
    void theBundleInTheLibrariesOfAnEarByTheConfigurationOfItsWar() {
        Path ear = Ear.of(folder(), Map.of("lib", War.without(named("shared"), War.BUNDLE)));
        registersOnceForAll(War.with(ear, Map.of("lib/etcd-registrar.jar", Runtimes.bundle())));
    }

    @Test
    @Covers(Check.EAR)
    void theBundleInTheLibrariesOfAnEarByTheConfigurationThere() {
        registersOnceForAll(withTwoWars());
    }

    /** An EAR with two WARs, and the bundle and its configuration in its libraries. */
    final Path withTwoWars() {
        Path war = War.without(sample, War.BUNDLE, War.CONFIGURATION);
        Path configuration = Ear.configuration(folder(), properties("shared"));
        return War.with(
                Ear.of(folder(), Map.of("lib", war, "lib-b", war)),
                Map.of("lib/etcd-registrar.jar", Runtimes.bundle(), "lib/configuration.jar", configuration));
    }

    private void registersOnceForAll(Path ear) {
        Entry shared = comes("lib", ear, "shared");
        assertThat(Json.object(shared.value())).containsKey("port").doesNotContainKey("url");
        assertThat(view.leases()).containsOnly(shared.lease());
        goes("lib", shared);
    }
}
