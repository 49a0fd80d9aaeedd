package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.Ear;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@link PackagingContract The same} for WARs in EARs, on the servers that have such. */
@ExtendWith(CompatibilityTable.class)
abstract class EarContract extends PackagingContract {
    EarContract(AppServer server, Path sample) {
        super(server, sample);
    }

    @Test
    @Covers(Check.EAR)
    void aWarInAnEarHasTheNameOfTheEar() {
        comesAndGoes("ear", Ear.of(folder(), Map.of("ear", war(Map.of()))));
    }

    @Test
    @Covers(Check.EAR)
    void twoEarsEachByItsOwnConfiguration() {
        Entry first = comes("ear-a", Ear.of(folder(), Map.of("ear-a", named("first"))), "first");
        Entry second = comes("ear-b", Ear.of(folder(), Map.of("ear-b", named("second"))), "second");
        goes("ear-a", first);
        assertThat(awaitOwnKey("second")).isEqualTo(second);
        goes("ear-b", second);
    }

    @Test
    @Covers(Check.EAR)
    void twoWarsInAnEarEachByItsOwnConfiguration() {
        Path ear = Ear.of(folder(), Map.of("two", named("one"), "two-b", named("other")));
        Entry one = comes("two", ear, "one");
        assertThat(Json.object(one.value()).getString("url")).endsWith(":" + server.port() + "/two");
        assertThat(Json.object(awaitOwnKey("other").value()).getString("url")).endsWith(":" + server.port() + "/two-b");
        goes("two", one);
    }
}
