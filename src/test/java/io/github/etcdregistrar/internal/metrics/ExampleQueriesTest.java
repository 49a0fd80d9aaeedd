package io.github.etcdregistrar.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.State;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The dashboard and the alerts ask for what there is, by the names that MicroProfile Metrics shows. */
class ExampleQueriesTest {

    /** A metric, maybe with its labels; names before a parenthesis are those of functions. */
    private static final Pattern SELECTOR = Pattern.compile("(?<!\\w)([a-zA-Z_:][\\w:]*+)(?:\\{([^}]*)})?+(?!\\s*\\()");

    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"([^\"]*)\"");

    /** The labels that Prometheus adds. */
    private static final List<String> TARGET = List.of("job", "instance");

    private final Map<String, Set<String>> labels = new Exposition().labels();

    @Test
    void theDashboardAsksForEveryMetricAndNoOther() throws IOException {
        JsonObject dashboard;
        try (JsonReader reader =
                Json.createReader(Files.newBufferedReader(Path.of("examples/grafana-dashboard.json")))) {
            dashboard = reader.readObject();
        }
        List<String> variables = dashboard.getJsonObject("templating").getJsonArray("list").stream()
                .map(JsonValue::asJsonObject)
                .filter(variable -> variable.getString("type").equals("query"))
                .map(variable -> variable.getJsonObject("query").getString("query"))
                .map(query -> query.replaceFirst("^label_values\\((.*),\\s*(\\w+)\\)$", "count by ($2) ($1)"))
                .toList();
        List<String> queries = dashboard.getJsonArray("panels").stream()
                .flatMap(panel -> panel.asJsonObject().getJsonArray("targets").stream())
                .map(target -> target.asJsonObject().getString("expr"))
                .toList();
        assertThat(variables).isNotEmpty().allSatisfy(this::check);
        Set<String> asked = new HashSet<>();
        queries.forEach(query -> asked.addAll(check(query)));
        assertThat(asked).containsExactlyInAnyOrderElementsOf(labels.keySet());
    }

    @Test
    void everyAlertAsksForMetricsThatExist() throws IOException {
        Map<String, List<Map<String, List<Map<String, Object>>>>> rules = new Yaml(
                        new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(Path.of("examples/alerts.yaml")));
        List<String> queries = rules.get("groups").stream()
                .flatMap(group -> group.get("rules").stream())
                .map(rule -> (String) rule.get("expr"))
                .toList();
        assertThat(queries).isNotEmpty().allSatisfy(query -> assertThat(check(query))
                .isNotEmpty());
    }

    /** Checks the metrics, their labels and their kinds of failures, and returns the metrics. */
    private List<String> check(String query) {
        String withoutRanges = query.replaceAll("\\[[^]]*]", "");
        List<String> metrics = new ArrayList<>();
        for (MatchResult selector : SELECTOR.matcher(
                        GROUPING.matcher(withoutRanges).replaceAll(""))
                .results()
                .toList()) {
            String metric = selector.group(1);
            metrics.add(metric);
            assertThat(labels).as(query).containsKey(metric);
            for (MatchResult label : LABEL.matcher(selector.group(2) == null ? "" : selector.group(2))
                    .results()
                    .toList()) {
                assertHas(metric, label.group(1));
                if (label.group(1).equals("error_type")) {
                    assertThat(label.group(2).split("\\|"))
                            .isSubsetOf(Arrays.stream(ProblemCode.values())
                                    .map(code -> code.name().toLowerCase(Locale.ROOT))
                                    .toList());
                }
            }
        }
        GROUPING.matcher(withoutRanges)
                .results()
                .flatMap(grouping -> Arrays.stream(grouping.group(1).split("\\s*,\\s*")))
                .forEach(label -> metrics.forEach(metric -> assertHas(metric, label)));
        return metrics;
    }

    private void assertHas(String metric, String label) {
        assertThat(Stream.concat(TARGET.stream(), labels.get(metric).stream()))
                .as("the labels of %s", metric)
                .contains(label);
    }

    /** The names and labels that MicroProfile Metrics makes of what we show: {@code FeaturesContract} sees them on servers. */
    private static class Exposition implements Sink {

        private final Map<String, Set<String>> labels = new HashMap<>();

        Map<String, Set<String>> labels() {
            Series series = new Series(
                    this, "shop", Set.of("orders"), () -> Map.of("orders", MetricsTest.status(State.REGISTERED, 0)));
            series.failed(ProblemCode.TIMEOUT);
            series.discovered("billing", () -> 1, () -> 1);
            return labels;
        }

        @Override
        public void gauge(Measure measure, Map<String, String> attributes, DoubleSupplier value) {
            show(measure, "", attributes);
        }

        @Override
        public Runnable counter(Measure measure, Map<String, String> attributes) {
            show(measure, "_total", attributes);
            return () -> {};
        }

        @Override
        public Consumer<Duration> durations(Measure measure, Map<String, String> attributes) {
            show(measure, "_count", attributes);
            show(measure, "_sum", attributes);
            return duration -> {};
        }

        @Override
        public void close() {}

        private void show(Measure measure, String suffix, Map<String, String> attributes) {
            String name = measure.id().replace('.', '_') + (measure.unit().equals("s") ? "_seconds" : "") + suffix;
            Set<String> names = new HashSet<>();
            attributes.keySet().forEach(attribute -> names.add(attribute.replace('.', '_')));
            labels.put(name, names);
        }
    }
}
