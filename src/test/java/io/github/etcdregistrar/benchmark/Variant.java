package io.github.etcdregistrar.benchmark;

import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.Runtimes;
import io.github.etcdregistrar.testing.servers.War;
import java.nio.file.Path;
import java.util.Map;

/** What is measured: the sample with us and without, in both cases without its resources that use our API. */
enum Variant {
    WITHOUT("without us"),
    ONE_BEAN("without us, with one bean"),
    BUNDLE("bundle"),
    BUNDLE_ETCD_AWAY("bundle, etcd away"),
    THIN("thin artifact");

    static final String NOBODY = "http://127.0.0.1:1";
    private static final String CLASSES = "WEB-INF/classes/com/example/sample/";

    private final String title;

    Variant(String title) {
        this.title = title;
    }

    /** The WAR for a server. */
    Path war(AppServer server, String endpoint) {
        Path sample = War.without(
                server instanceof OpenLiberty ? Runtimes.libertySample() : Runtimes.payaraSample(),
                CLASSES + "FleetResource",
                CLASSES + "RegistrationResource");
        return switch (this) {
            case WITHOUT -> War.without(sample, "WEB-INF/lib", "WEB-INF/classes/META-INF");
            case ONE_BEAN -> War.with(WITHOUT.war(server, endpoint), OneBean.class);
            case BUNDLE -> configured(sample, endpoint);
            case BUNDLE_ETCD_AWAY -> configured(sample, NOBODY);
            case THIN -> configured(War.thin(sample), endpoint);
        };
    }

    private static Path configured(Path war, String endpoint) {
        return War.configured(war, Map.of("etcd.registrar.endpoints", endpoint));
    }

    @Override
    public String toString() {
        return title;
    }
}
