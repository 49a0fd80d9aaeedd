package io.github.etcdregistrar.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is configured for a module whose file the server reads, or does not. */
class ModuleConfigTest {
    private static final String NAME = "etcd.registrar.name";
    private static final String TTL = "etcd.registrar.ttl";

    @TempDir
    private Path folder;

    private URLClassLoader module;
    private ClassLoader before;

    @BeforeEach
    void enterModule() throws IOException {
        Thread thread = Thread.currentThread();
        before = thread.getContextClassLoader();
        // They must be there already: the URL of a folder ends with a slash.
        URL classes = Files.createDirectory(folder.resolve("classes")).toUri().toURL();
        URL jar = Files.createDirectory(folder.resolve("jar")).toUri().toURL();
        module = new URLClassLoader(new URL[] {classes, jar}, before);
        file("classes", NAME + "=the module\n" + TTL + "=7s\n");
        thread.setContextClassLoader(module);
    }

    @AfterEach
    void leaveModule() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        ConfigProviderResolver.instance()
                .releaseConfig(ConfigProviderResolver.instance().getConfig(module));
        module.close();
    }

    @Test
    void whereTheServerReadsTheFileItsConfigurationIsTaken() {
        Config servers = ConfigProviderResolver.instance().getConfig(module);
        assertThat(ModuleConfig.get()).isSameAs(servers);
        assertThat(ModuleConfig.get().getValue(NAME, String.class)).isEqualTo("the module");
    }

    @Test
    void whereItDoesNotTheFileIsAdded() {
        server(Map.of(), 100);
        assertThat(ModuleConfig.get().getValue(NAME, String.class)).isEqualTo("the module");
    }

    @Test
    void theFileOfTheEarCountsLess() {
        server(Map.of(NAME, "the EAR", TTL, "9s"), 100);
        assertThat(ModuleConfig.get().getValue(NAME, String.class)).isEqualTo("the module");
    }

    @Test
    void theEnvironmentCountsMore() {
        server(Map.of(NAME, "the environment"), 300);
        assertThat(ModuleConfig.get().getValue(NAME, String.class)).isEqualTo("the environment");
        assertThat(ModuleConfig.get().getValue(TTL, String.class)).isEqualTo("7s");
    }

    @Test
    void theOrdinalOfOneFileIsNotThatOfAnother() throws IOException {
        file("jar", "config_ordinal=500\nother=x\n");
        server(Map.of(NAME, "the environment"), 300);
        assertThat(ModuleConfig.get().getValue(NAME, String.class)).isEqualTo("the environment");
        assertThat(ModuleConfig.get().getValue("other", String.class)).isEqualTo("x");
    }

    /** A server that reads none of the module's files. */
    private void server(Map<String, String> properties, int ordinal) {
        Config config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "the server's", ordinal))
                .build();
        ConfigProviderResolver.instance().registerConfig(config, module);
    }

    private void file(String part, String content) throws IOException {
        Path file = folder.resolve(part).resolve("META-INF/microprofile-config.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
