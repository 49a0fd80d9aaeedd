package io.github.etcdregistrar.internal.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 5952, and more. */
class IpTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            2001:db8:0:0:1:0:0:1      | 2001:db8::1:0:0:1
            2001:0DB8:0:0:0:0:2:1     | 2001:db8::2:1
            2001:db8:0:1:1:1:1:1      | 2001:db8:0:1:1:1:1:1
            2001:0:0:1:0:0:0:1        | 2001:0:0:1::1
            0:0:0:0:0:0:0:0           | ::
            0:0:0:0:0:0:0:1           | ::1
            1:0:0:0:0:0:0:0           | 1::
            0:0:1:1:1:1:0:0           | ::1:1:1:1:0:0
            fe80::1%eth0              | fe80::1
            [fd00::5]                 | fd00::5
            ::ffff:192.0.2.1          | 192.0.2.1
            10.0.0.5                  | 10.0.0.5
            """)
    void isWrittenInOneForm(String text, String canonical) {
        assertThat(IpText.of(IpText.parse(text))).isEqualTo(canonical);
        assertThat(IpText.canonical(text)).isEqualTo(canonical);
        assertThat(IpText.canonical(canonical)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource({"localhost", "10.0.0.256", "1.2.3", "a:b", "etcd_node"})
    void aNameStaysAsItIs(String name) {
        assertThat(IpText.canonical(name)).isEqualTo(name);
    }
}
