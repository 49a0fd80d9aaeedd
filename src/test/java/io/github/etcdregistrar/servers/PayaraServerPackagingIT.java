package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.servers.Ear;
import io.github.etcdregistrar.testing.servers.PayaraServer;
import io.github.etcdregistrar.testing.servers.Runtimes;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PayaraServerPackagingIT extends EarContract {
    PayaraServerPackagingIT() {
        super(new PayaraServer(), Runtimes.payaraSample());
    }

    /** On Open Liberty such an EAR is refused: it takes the classes of one WAR's copy of us for those of the other's. */
    @Test
    void twoWarsInAnEarEachByItsOwnConfiguration() {
        Path ear = Ear.of(folder(), Map.of("two", named("one"), "two-b", named("other")));
        Entry one = comes("two", ear, "one");
        awaitOwnKey("other");
        goes("two", one);
    }
}
