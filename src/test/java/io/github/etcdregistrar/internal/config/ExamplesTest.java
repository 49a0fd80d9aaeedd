package io.github.etcdregistrar.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.internal.cdi.Application;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The examples cannot run in the build, but what they say to the registrar is read as it reads it. */
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("examples");
    private static final Pattern PROPERTY = Pattern.compile("etcd\\.registrar\\.([a-z.-]*[a-z])");
    private static final Pattern VARIABLE = Pattern.compile("ETCD_REGISTRAR_[A-Z_]+");

    /** What the downward API says. */
    private static final Map<String, String> POD = Map.of("status.podIP", "10.0.0.5", "metadata.name", "sample-1");

    /** The paths of MicroProfile Health. */
    private static final Map<String, String> PROBES = Map.of(
            "startupProbe", "/health/started", "livenessProbe", "/health/live", "readinessProbe", "/health/ready");

    @Test
    void everyPropertyExists() throws IOException {
        ConfigReader properties = new ConfigReader(Application.config(Map.of()));
        RegistrarConfig.read(properties);
        List<String> known = properties.settings().known();
        List<String> variables = known.stream()
                .map(name -> (ConfigReader.PREFIX + name)
                        .replaceAll("[^A-Za-z0-9]", "_")
                        .toUpperCase(Locale.ROOT))
                .toList();
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                assertThat(PROPERTY.matcher(text).results().map(found -> found.group(1)))
                        .as("the properties in %s", file)
                        .isSubsetOf(known);
                assertThat(VARIABLE.matcher(text).results().map(found -> found.group()))
                        .as("the variables in %s", file)
                        .isSubsetOf(variables);
            }
        }
    }

    @Test
    void composeStopsLaterThanTheDrainAndIsReachedFromThisMachineOnly() throws IOException {
        Node services = load("compose.yaml").get(0).at("services");
        List<String> etcd =
                services.names().filter(name -> name.startsWith("etcd")).toList();
        assertThat(etcd).hasSize(3);
        List<Node> samples = services.names()
                .filter(name -> name.startsWith("sample"))
                .map(services::at)
                .toList();
        assertThat(samples).hasSize(2).allSatisfy(sample -> {
            Map<String, String> environment = new LinkedHashMap<>();
            Node variables = sample.at("environment");
            variables
                    .names()
                    .forEach(name -> environment.put(name, variables.at(name).text()));
            RegistrarConfig config = read(environment);
            assertThat(DurationText.parse(sample.at("stop_grace_period").text()))
                    .isGreaterThan(config.drain());
            assertThat(hosts(environment)).containsExactlyElementsOf(etcd);
            assertThat(sample.at("ports").list()).isNotEmpty().allSatisfy(port -> assertThat(port.text())
                    .matches("127\\.0\\.0\\.1:\\d+:" + httpPort()));
        });
    }

    @Test
    void kubernetesProbesOurHealthAndWaitsLongerThanTheDrain() throws IOException {
        List<Node> objects = load("kubernetes.yaml");
        Node pod = kind(objects, "Deployment").at("spec", "template", "spec");
        Node container = pod.at("containers").list().get(0);
        Map<String, String> environment = new LinkedHashMap<>();
        for (Node variable : container.at("env").list()) {
            environment.put(variable.at("name").text(), value(variable, environment));
        }

        RegistrarConfig config = read(environment);
        ServiceConfig service = config.services().get(ServiceListReader.SINGLE);
        assertThat(service.ip()).contains(POD.get("status.podIP"));
        assertThat(service.host()).contains(POD.get("metadata.name"));
        assertThat(DurationText.parse(pod.at("terminationGracePeriodSeconds").text()))
                .isGreaterThan(config.drain());

        PROBES.forEach((probe, path) -> {
            assertThat(container.at(probe, "httpGet", "path").text()).isEqualTo(path);
            assertThat(container.at(probe, "httpGet", "port").text()).isEqualTo("http");
        });
        Node port = container.at("ports").list().get(0);
        assertThat(port.at("name").text()).isEqualTo("http");
        assertThat(port.at("containerPort").text()).isEqualTo(httpPort());

        Node etcd = kind(objects, "StatefulSet");
        Node headless = kind(objects, "Service");
        assertThat(headless.at("spec", "clusterIP").text()).isEqualTo("None");
        assertThat(headless.at("metadata", "name").text())
                .isEqualTo(etcd.at("spec", "serviceName").text());
        assertThat(hosts(environment))
                .containsExactlyElementsOf(IntStream.range(
                                0, Integer.parseInt(etcd.at("spec", "replicas").text()))
                        .mapToObj(i -> etcd.at("metadata", "name").text() + "-" + i + "."
                                + headless.at("metadata", "name").text())
                        .toList());
    }

    /** As MicroProfile Config reads the environment. */
    private static RegistrarConfig read(Map<String, String> environment) {
        RegistrarConfig config = RegistrarConfig.read(new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new EnvConfigSource(environment, 300))
                .build());
        assertThat(config.warnings()).isEmpty();
        assertThat(config.drain()).isPositive();
        return config;
    }

    /** As the kubelet sets it: {@code $(NAME)} is a variable before it, or stays as it is. */
    private static String value(Node variable, Map<String, String> before) {
        if (variable.names().anyMatch("valueFrom"::equals)) {
            String field = variable.at("valueFrom", "fieldRef", "fieldPath").text();
            assertThat(POD).containsKey(field);
            return POD.get(field);
        }
        return Pattern.compile("\\$\\((\\w+)\\)")
                .matcher(variable.at("value").text())
                .replaceAll(reference ->
                        Matcher.quoteReplacement(before.getOrDefault(reference.group(1), reference.group())));
    }

    private static List<String> hosts(Map<String, String> environment) {
        return Arrays.stream(environment.get("ETCD_REGISTRAR_ENDPOINTS").split(","))
                .map(endpoint -> endpoint.replaceAll("^http://|:2379$", ""))
                .toList();
    }

    private static String httpPort() throws IOException {
        return Files.readString(Path.of("liberty-sample/src/main/liberty/config/server.xml"))
                .replaceAll("(?s).*name=\"http.port\" defaultValue=\"(\\d+)\".*", "$1");
    }

    private static Node kind(List<Node> objects, String kind) {
        return objects.stream()
                .filter(object -> object.at("kind").text().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<Node> load(String file) throws IOException {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        return StreamSupport.stream(
                        yaml.loadAll(Files.readString(EXAMPLES.resolve(file))).spliterator(), false)
                .map(Node::new)
                .toList();
    }

    /** A part of a YAML document. */
    private record Node(Object value) {

        Node at(String... names) {
            Object found = value;
            for (String name : names) {
                assertThat(found).isInstanceOf(Map.class);
                assertThat(((Map<?, ?>) found).containsKey(name)).as(name).isTrue();
                found = ((Map<?, ?>) found).get(name);
            }
            return new Node(found);
        }

        Stream<String> names() {
            return ((Map<?, ?>) value).keySet().stream().map(String::valueOf);
        }

        List<Node> list() {
            return ((List<?>) value).stream().map(Node::new).toList();
        }

        String text() {
            return String.valueOf(value);
        }
    }
}
