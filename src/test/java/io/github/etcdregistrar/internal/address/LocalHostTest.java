package io.github.etcdregistrar.internal.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalHostTest {

    @Test
    void thisMachineHasAName() {
        assertThat(LocalHost.name()).isNotBlank();
    }
}
