package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.servers.Ear;
import io.github.etcdregistrar.testing.servers.PayaraServer;
import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.War;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** It has a CDI container for each WAR of an EAR, and so a registrar for each. */
@Runtime(value = "Payara Server", version = "payara.version")
class PayaraServerPackagingIT extends EarLibrariesContract {
    PayaraServerPackagingIT() {
        super(new PayaraServer(), Runtimes.payaraSample());
    }

    @Test
    @Covers(Check.EAR)
    void theBundleInTheLibrariesOfAnEarForEachWarByItsOwnConfiguration() {
        Path ear = Ear.of(
                folder(),
                Map.of("lib", War.without(named("one"), War.BUNDLE), "lib-b", War.without(named("other"), War.BUNDLE)));
        Entry one = comes("lib", War.with(ear, Map.of("lib/etcd-registrar.jar", Runtimes.bundle())), "one");
        Entry other = awaitOwnKey("other");
        goes("lib", one);
        assertThat(view.leases()).doesNotContain(other.lease());
    }

    @Test
    @Covers(Check.EAR)
    @Override
    void theBundleInTheLibrariesOfAnEarByTheConfigurationThere() {
        Entry shared = comes("lib", withTwoWars(), "shared");
        await().untilAsserted(() -> assertThat(server.log()).contains("Two WARs of an EAR register shared"));
        goes("lib", shared);
        assertThat(view.list("/services/shared/")).isEmpty();
    }
}
