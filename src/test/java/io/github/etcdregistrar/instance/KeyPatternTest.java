package io.github.etcdregistrar.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPatternTest {

    private static final Instance INSTANCE = new Instance(
            "orders",
            "u-u-i-d",
            "10.0.0.5",
            123,
            "host$1",
            OptionalInt.of(8080),
            Optional.empty(),
            Instant.EPOCH,
            Map.of());

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

    @Test
    void knowsWhatItUses() {
        assertThat(new KeyPattern("{prefix}/{ip}", "/{port}").uses("port")).isTrue();
        assertThat(new KeyPattern("/{ip}", "/{port}").uses("port")).isFalse();
    }

    @Test
    void refusesAPlaceholderThatDoesNotExist() {
        assertThatThrownBy(() -> new KeyPattern("/{PID}", "/x")).hasMessageContaining("{PID} is none of");
        assertThatThrownBy(() -> new KeyPattern("/x", "/{prefix}")).hasMessageContaining("{prefix} is none of");
    }
}
