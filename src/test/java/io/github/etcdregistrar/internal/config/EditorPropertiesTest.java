package io.github.etcdregistrar.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.internal.cdi.Application;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What editors complete is what there is, with the defaults that are documented. */
class EditorPropertiesTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| `([^`|]+)` \\|");

    private final Map<String, String> defaults = Arrays.stream(EditorProperties.class.getDeclaredFields())
            .map(field -> field.getAnnotation(ConfigProperty.class))
            .collect(Collectors.toMap(
                    property -> property.name().substring(ConfigReader.PREFIX.length()), ConfigProperty::defaultValue));

    @Test
    void editorsKnowEveryPropertyAndNoOther() {
        ConfigReader properties = new ConfigReader(Application.config(Map.of()));
        RegistrarConfig.read(properties);
        Stream<String> families = Stream.concat(
                Stream.of("metadata.{*}"), DiscoveryConfig.PROPERTIES.stream().map(name -> "discovery.{*}." + name));
        List<String> all =
                Stream.concat(properties.settings().known().stream(), families).toList();
        assertThat(defaults.keySet()).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void theDefaultsAreThoseOfThePages() {
        Map<String, String> documented = Stream.of("configuration", "tls-and-users", "formats")
                .map(page -> Path.of("docs", page + ".md"))
                .flatMap(page -> ROW.matcher(read(page)).results())
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
        assertThat(documented).isNotEmpty();
        defaults.forEach((name, value) ->
                assertThat(value).as(name).isEqualTo(documented.getOrDefault(name, ConfigProperty.UNCONFIGURED_VALUE)));
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
