package io.github.etcdregistrar.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.etcdregistrar.Attributes;
import io.github.etcdregistrar.Instance;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPatternTest {

    private static final Instance INSTANCE = instance(OptionalInt.of(8080));
    private static final Instance WITHOUT_PORT = instance(OptionalInt.empty());

    @ParameterizedTest
    @CsvSource({
        "{prefix}/{ip}/{pid},      /services/{app}, /services/orders/10.0.0.5/123",
        "{prefix}/{host}:{port},   {app},           orders/host$1:8080",
        "{uuid},                   /unused,         u-u-i-d",
        "{prefix}/{uuid},          /{uuid}/x,       /u-u-i-d/x/u-u-i-d",
        "/fixed,                   /unused,         /fixed",
    })
    void expandsPlaceholders(String key, String prefix, String expected) {
        assertThat(new KeyPattern(key, prefix).keyOf(INSTANCE)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/{port}, /unused", "{prefix}/{ip}, /{port}"})
    void aPortThatNobodyKnowsMustBeSet(String key, String prefix) {
        assertThatThrownBy(() -> new KeyPattern(key, prefix).keyOf(WITHOUT_PORT))
                .hasMessageContaining("{port}")
                .hasMessageEndingWith("set etcd.registrar.port");
    }

    @Test
    void aPortThatNobodyKnowsIsNotMissedWhereItIsNotUsed() {
        assertThat(new KeyPattern("/{ip}", "/{port}").keyOf(WITHOUT_PORT)).isEqualTo("/10.0.0.5");
    }

    @Test
    void refusesAPlaceholderThatDoesNotExist() {
        assertThatThrownBy(() -> new KeyPattern("/{PID}", "/x")).hasMessageContaining("{PID} is none of");
        assertThatThrownBy(() -> new KeyPattern("/x", "/{prefix}")).hasMessageContaining("{prefix} is none of");
    }

    private static Instance instance(OptionalInt port) {
        return new Instance(
                "orders",
                "u-u-i-d",
                "10.0.0.5",
                123,
                "host$1",
                port,
                Optional.empty(),
                Instant.EPOCH,
                new Attributes(Optional.empty(), Optional.empty(), OptionalInt.empty(), List.of(), Map.of()));
    }
}
