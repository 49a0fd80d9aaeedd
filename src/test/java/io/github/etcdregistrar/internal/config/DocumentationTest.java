package io.github.etcdregistrar.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.internal.cdi.Application;
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.format.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written and what is done are the same. */
public class DocumentationTest {

    /** A link to a file of ours, an anchor or both; not one to another site. */
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

    @Test
    void theTroubleshootingPageHasEveryCodeWithItsAdviceAndNoOther() throws IOException {
        String page = Files.readString(Path.of("docs/troubleshooting.md"));
        Map<String, String> sections = Arrays.stream(page.split("(?m)^### "))
                .skip(1)
                .collect(Collectors.toMap(section -> section.lines().findFirst().orElseThrow(), section -> section));

        assertThat(sections.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(ProblemCode.values()).map(Enum::name).toList());
        assertThat(ProblemCode.values())
                .allSatisfy(code -> assertThat(sections.get(code.name())).contains("\n> " + code.advice() + "\n"));
    }

    @Test
    void thePagesHaveEveryPropertyAndNoOther() throws IOException {
        String configuration = Files.readString(Path.of("docs/configuration.md"))
                + Files.readString(Path.of("docs/tls-and-users.md"))
                + Files.readString(Path.of("docs/formats.md"));
        List<String> documented = Pattern.compile("(?m)^\\| `([a-z.*-]+)` \\|")
                .matcher(configuration)
                .results()
                .map(row -> row.group(1))
                .filter(name -> !name.endsWith("*"))
                .distinct() // the table of TLS repeats user and password
                .toList();
        ConfigReader properties = new ConfigReader(Application.config(Map.of()));
        RegistrarConfig.read(properties);
        assertThat(properties.settings().known()).containsExactlyInAnyOrderElementsOf(documented);
    }

    /** With a property set to the default that is written there, all is as without it. */
    @Test
    void theDefaultsOnThePagesAreThoseOfTheCode() throws IOException {
        String pages = Files.readString(Path.of("docs/configuration.md"))
                + Files.readString(Path.of("docs/tls-and-users.md"))
                + Files.readString(Path.of("docs/formats.md"));
        Map<String, String> defaults = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| `([^`|]+)` \\|")
                .matcher(pages)
                .results()
                .filter(row -> !row.group(1).equals("executor")) // which the configuration does not know
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
        assertThat(defaults).hasSizeGreaterThan(20);
        defaults.forEach((name, value) -> {
            // The place of a format counts only where the format is used.
            Map<String, String> base = name.startsWith("format.") ? Map.of("format", name.split("\\.")[1]) : Map.of();
            Map<String, String> with = new HashMap<>(base);
            with.put(name, value);
            assertThat(facts(with)).as(name + " = " + value).isEqualTo(facts(base));
        });
    }

    /** All that a configuration says, without where it says so. */
    private static List<Object> facts(Map<String, String> properties) {
        RegistrarConfig config = RegistrarConfig.read(Application.config(properties));
        List<Object> facts = new ArrayList<>(List.of(config.client().tls().get()));
        facts.addAll(components(config.client(), "tls", "credentials", "endpoints"));
        facts.add(endpoints(config));
        config.services().forEach((name, service) -> facts.addAll(components(service, "set")));
        facts.addAll(components(config, "set", "notes", "client", "services"));
        return facts;
    }

    private static List<Endpoint> endpoints(RegistrarConfig config) {
        try {
            return config.client().endpoints().endpoints();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Object> components(Record record, String... without) {
        return Arrays.stream(record.getClass().getRecordComponents())
                .filter(component -> !List.of(without).contains(component.getName()))
                .map(component -> {
                    try {
                        return component.getAccessor().invoke(record);
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    @Test
    void thePageHasThePlaceOfEveryFormat() throws IOException {
        assertThat(Files.readString(Path.of("docs/formats.md")))
                .contains(Arrays.stream(WireFormat.values())
                        .map(format -> "| `format." + format.id() + ".prefix` | `" + format.prefix() + "` |")
                        .toList());
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            Stream<Path> others = Stream.of(
                            "README.md",
                            "CONTRIBUTING.md",
                            "liberty-sample/README.md",
                            "payara-sample/README.md",
                            "wildfly-sample/README.md")
                    .map(Path::of);
            List<Path> pages = Stream.concat(others, docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
            for (Path page : pages) {
                for (MatchResult link :
                        LINK.matcher(Files.readString(page)).results().toList()) {
                    Path target = link.group(1).isEmpty()
                            ? page
                            : page.resolveSibling(link.group(1)).normalize();
                    assertThat(target).as("a link of %s", page).exists();
                    if (link.group(2) != null) {
                        assertThat(anchors(target))
                                .as("the headings of %s", target)
                                .contains(link.group(2));
                    }
                }
            }
        }
    }

    /** The anchors that are made of headings: lower case, hyphens for spaces, no punctuation. */
    private static List<String> anchors(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9_ -]", "").replace(' ', '-'))
                .toList();
    }
}
