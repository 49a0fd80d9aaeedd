package io.github.etcdregistrar.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.github.etcdregistrar.Attributes;
import io.github.etcdregistrar.Instance;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The default JSON, and its schema in the documentation. */
class InstanceJsonTest {

    private static final String ID = "0f8e2c1a-5b1d-4c59-9d0e-3a3f0c1d2e4f";
    private static final Instance LEAST = new Instance(
            "orders",
            ID,
            "::1",
            4711,
            "node1",
            OptionalInt.empty(),
            Optional.empty(),
            Instant.EPOCH,
            new Attributes(Optional.empty(), Optional.empty(), OptionalInt.empty(), List.of(), Map.of()));
    private static final Instance MOST = new Instance(
            "orders",
            ID,
            "10.0.0.5",
            4711,
            "node1",
            OptionalInt.of(8080),
            Optional.of(URI.create("http://10.0.0.5:8080/orders")),
            Instant.EPOCH,
            new Attributes(
                    Optional.of("1.2"),
                    Optional.of("a"),
                    OptionalInt.of(3),
                    List.of("blue", "canary"),
                    Map.of("team", "shop")));

    @ParameterizedTest
    @CsvSource({
        "'',                     '',                    true",
        "'\"pid\":4711',         '\"pid\":4712',        true",
        "'\"pid\":4711',         '\"pid\":1',           false",
        "'\"version\":\"1.2\",', '',                    true",
        "'\"name\":\"orders\"',  '\"name\":\"or\"',     false",
        "'\"ip\":\"10.0.0.5\"',  '\"ip\":\"10.0.0.6\"', false",
        "'\"host\":\"node1\"',   '\"host\":\"node2\"',  false",
        "'\"port\":8080',        '\"port\":8081',       false",
        "'8080/orders',          8080/,                 false"
    })
    void anEarlierStartIsToldByItsPlaceAndItsProcess(String part, String other, boolean earlier) {
        String value = InstanceJson.of(MOST).replace(ID, "of before").replace(part, other);
        assertThat(InstanceJson.isOfEarlierStart(value, MOST, pid -> pid == 1)).isEqualTo(earlier);
        assertThat(InstanceJson.isOfEarlierStart(value, LEAST, pid -> pid == 1)).isFalse();
    }

    @Test
    void anotherKindOfValueIsOfNoEarlierStart() {
        assertThat(InstanceJson.isOfEarlierStart("10.0.0.5:8080", MOST, pid -> false))
                .isFalse();
        assertThat(InstanceJson.isOfEarlierStart(InstanceJson.of(LEAST), LEAST, pid -> true))
                .isTrue();
    }

    @Test
    void whatIsNotKnownIsLeftOut() throws IOException {
        assertThat(InstanceJson.of(LEAST))
                .isEqualTo("{\"schema\":1,\"name\":\"orders\",\"id\":\"" + ID + "\",\"ip\":\"::1\","
                        + "\"pid\":4711,\"host\":\"node1\",\"started\":\"1970-01-01T00:00:00Z\",\"metadata\":{}}");
        assertThat(problems(InstanceJson.of(LEAST))).isEmpty();
    }

    @Test
    void allThatIsKnownIsTold() throws IOException {
        assertThat(InstanceJson.of(MOST))
                .isEqualTo("{\"schema\":1,\"name\":\"orders\",\"id\":\"" + ID + "\",\"version\":\"1.2\","
                        + "\"zone\":\"a\",\"weight\":3,\"tags\":[\"blue\",\"canary\"],\"ip\":\"10.0.0.5\","
                        + "\"pid\":4711,\"host\":\"node1\",\"port\":8080,\"url\":\"http://10.0.0.5:8080/orders\","
                        + "\"started\":\"1970-01-01T00:00:00Z\",\"metadata\":{\"team\":\"shop\"}}");
        assertThat(problems(InstanceJson.of(MOST))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            "schema":1              | "schema":2
            "weight":3              | "weight":0
            "port":8080             | "port":"8080"
            ["blue","canary"]       | []
            10.0.0.5","pid          | localhost","pid
            1970-01-01T00:00:00Z    | yesterday
            {"team":"shop"}         | {"team":1}
            "name":"orders",        | ''
            """)
    void theSchemaRefusesWhatIsOtherwise(String part, String other) throws IOException {
        String json = InstanceJson.of(MOST);
        assertThat(json).contains(part);
        assertThat(problems(json.replace(part, other))).hasSize(part.contains("pid") ? 2 : 1);
    }

    private static Set<ValidationMessage> problems(String json) throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("docs/instance.schema.json")));
        return schema.validate(
                json, InputFormat.JSON, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
    }
}
