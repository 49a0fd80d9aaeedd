package io.github.etcdregistrar.internal.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.testing.servers.Runtimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Maven resolves for a project with nothing but our dependency. The build has packaged that project. */
class ConsumerIT {

    @Test
    void oneDependencyIsOneJar() throws IOException {
        try (Stream<Path> libraries = Files.list(Path.of("target/samples/consumer/target/libraries"))) {
            assertThat(libraries).singleElement().satisfies(jar -> assertThat(jar)
                    .hasSameBinaryContentAs(Runtimes.bundle()));
        }
    }

    @Test
    void thePomHasWhatMavenCentralAsksForAndNoDependency() throws IOException {
        assertThat(Files.readString(Path.of("target/.flattened-pom.xml")))
                .contains("<name>", "<description>", "<url>", "<license>", "<developer>", "<scm>")
                .doesNotContain("<dependency>", "<build>");
    }
}
