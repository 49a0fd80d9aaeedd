package io.github.etcdregistrar.internal.config;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** The text of our properties as the sources list them: what has not changed need not be read and validated again. */
final class RawProperties {

    private static final String VARIABLE_PREFIX =
            ConfigReader.PREFIX.toUpperCase(Locale.ROOT).replace('.', '_');

    private RawProperties() {}

    /**
     * The values by source and name. A source that does not list its names, such as JNDI, is not in it, nor is another
     * property that one of ours refers to.
     */
    static Map<String, String> of(Config config) {
        Map<String, String> found = new HashMap<>();
        for (ConfigSource source : config.getConfigSources()) {
            for (String name : source.getPropertyNames()) {
                // Anywhere in the name: a profile can stand before it.
                if (name.contains(ConfigReader.PREFIX)
                        || name.regionMatches(true, 0, VARIABLE_PREFIX, 0, VARIABLE_PREFIX.length())) {
                    found.put(source.getName() + " " + name, source.getValue(name));
                }
            }
        }
        return found;
    }
}
