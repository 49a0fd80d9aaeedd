package io.github.etcdregistrar.internal.config;

import io.github.etcdregistrar.Registrar;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Finds the configuration of our module. In an EAR the thread's is not enough: the server calls us for another
 * module, too, or for the EAR.
 */
public final class ModuleConfig {

    private static final Logger LOG = System.getLogger(ModuleConfig.class.getName());
    private static final String FILE = "META-INF/microprofile-config.properties";

    private ModuleConfig() {}

    /** The configuration, with the module's own files even if the server does not read them. */
    public static Config get() {
        ClassLoader loader = loader();
        Config config = ConfigProvider.getConfig(loader);
        List<ConfigSource> sources = new ArrayList<>();
        for (ConfigSource source : config.getConfigSources()) {
            sources.add(source);
        }
        // Payara has one configuration for an EAR, without the files in its WARs.
        List<FileSource> unread = new ArrayList<>();
        for (FileSource file : files(loader)) {
            if (!file.isReadByOneOf(sources)) {
                unread.add(file);
            }
        }
        if (unread.isEmpty()) {
            return config;
        }
        sources.addAll(unread);
        return ConfigProviderResolver.instance()
                .getBuilder()
                .withSources(sources.toArray(ConfigSource[]::new))
                .build();
    }

    /** The thread's class loader if it sees us, else our own. */
    private static ClassLoader loader() {
        ClassLoader threads = Thread.currentThread().getContextClassLoader();
        try {
            if (Class.forName(Registrar.class.getName(), false, threads) == Registrar.class) {
                return threads;
            }
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.log(Level.DEBUG, threads + " is not of our module", e);
        }
        return Registrar.class.getClassLoader();
    }

    private static List<FileSource> files(ClassLoader loader) {
        List<FileSource> files = new ArrayList<>();
        try {
            for (URL url : Collections.list(loader.getResources(FILE))) {
                URLConnection connection = url.openConnection();
                // Otherwise the JVM keeps the application's jar open.
                connection.setUseCaches(false);
                java.util.Properties properties = new java.util.Properties();
                try (InputStream content = connection.getInputStream()) {
                    properties.load(content);
                }
                Map<String, String> values = new HashMap<>();
                for (String name : properties.stringPropertyNames()) {
                    values.put(name, properties.getProperty(name));
                }
                files.add(new FileSource(url.toString(), values));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private record FileSource(String url, Map<String, String> properties) implements ConfigSource {

        /** Any such file has 100; the module's own is stronger than the EAR's. */
        private static final int ORDINAL = 101;

        boolean isReadByOneOf(List<ConfigSource> sources) {
            for (ConfigSource source : sources) {
                if (isReadBy(source)) {
                    return true;
                }
            }
            return false;
        }

        private boolean isReadBy(ConfigSource source) {
            for (Map.Entry<String, String> property : properties.entrySet()) {
                if (!property.getValue().equals(source.getValue(property.getKey()))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int getOrdinal() {
            return properties.containsKey(CONFIG_ORDINAL) ? ConfigSource.super.getOrdinal() : ORDINAL;
        }

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
            return url;
        }
    }
}
