package io.github.etcdregistrar.servers;

import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.Runtimes;
import java.io.IOException;
import org.junit.jupiter.api.Test;

@Runtime(value = "Open Liberty", version = "liberty.version")
class OpenLibertyPackagingIT extends EarLibrariesContract {
    OpenLibertyPackagingIT() {
        super(new OpenLiberty(), Runtimes.libertySample());
    }

    /** On Payara, such a WAR has no CDI at all. */
    @Test
    void aWarInWhichNoClassIsABean() throws IOException {
        comesAndGoes("none", withBeansXml("none"));
    }
}
