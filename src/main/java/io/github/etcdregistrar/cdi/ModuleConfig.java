package io.github.etcdregistrar.cdi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.net.URLConnection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Finds the configuration of the module that we are in. In an EAR that is not simply the thread's: the server calls us
 * on behalf of another module, too, or of the EAR.
 */
final class ModuleConfig {

    private static final Logger LOG = System.getLogger(Registrar.class.getName());
    private static final String FILE = "META-INF/microprofile-config.properties";

    private ModuleConfig() {}

    /** The configuration, with what is in the module's own files even where the server does not look into these. */
    static Config get() {
        ClassLoader loader = loader();
        Config config = ConfigProvider.getConfig(loader);
        Map<String, String> file = read(loader);
        if (file.keySet().stream().allMatch(name -> isSeen(config, name))) {
            return config;
        }
        // Payara has one configuration for an EAR, without what is in its WARs.
        ConfigSource[] sources = StreamSupport.stream(config.getConfigSources().spliterator(), false)
                .toArray(ConfigSource[]::new);
        return ConfigProviderResolver.instance()
                .getBuilder()
                .forClassLoader(loader)
                .withSources(sources)
                .withSources(new FileSource(file))
                .build();
    }

    /** The thread's where it belongs to a module that shares us with others, else that of our own module. */
    private static ClassLoader loader() {
        ClassLoader threads = Thread.currentThread().getContextClassLoader();
        try {
            if (Class.forName(ModuleConfig.class.getName(), false, threads) == ModuleConfig.class) {
                return threads;
            }
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.log(Level.DEBUG, threads + " is not of our module", e);
        }
        return ModuleConfig.class.getClassLoader();
    }

    private static boolean isSeen(Config config, String name) {
        return !name.startsWith(Properties.PREFIX)
                || config.getConfigValue(name).getRawValue() != null;
    }

    private static Map<String, String> read(ClassLoader loader) {
        Map<String, String> all = new HashMap<>();
        try {
            for (URL url : Collections.list(loader.getResources(FILE))) {
                java.util.Properties properties = new java.util.Properties();
                URLConnection connection = url.openConnection();
                // Or the JVM would keep the application's jar open.
                connection.setUseCaches(false);
                try (InputStream content = connection.getInputStream()) {
                    properties.load(content);
                }
                properties.stringPropertyNames().forEach(name -> all.putIfAbsent(name, properties.getProperty(name)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** The module's files, as low in rank as they always are. */
    private record FileSource(Map<String, String> properties) implements ConfigSource {

        @Override
        public Set<String> getPropertyNames() {
            return properties.keySet();
        }

        @Override
        public String getValue(String name) {
            return properties.get(name);
        }

        @Override
        public String getName() {
            return FILE;
        }
    }
}
