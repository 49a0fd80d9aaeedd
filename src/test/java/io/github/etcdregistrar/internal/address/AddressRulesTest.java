package io.github.etcdregistrar.internal.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            10.0.0.0/8         | 10.255.255.255 | eth0     | true
            10.0.0.0/8         | 11.0.0.0       | eth0     | false
            10.0.0.7/30        | 10.0.0.4       | eth0     | true
            10.0.0.7/30        | 10.0.0.8       | eth0     | false
            10.0.0.5/32        | 10.0.0.5       | eth0     | true
            10.0.0.5/32        | 10.0.0.4       | eth0     | false
            0.0.0.0/0          | 192.168.1.1    | eth0     | true
            0.0.0.0/0          | fd00::1        | eth0     | false
            128.0.0.0/1        | 192.168.1.1    | eth0     | true
            fd00::/12          | fd0f::1        | eth0     | true
            fd00::/12          | fd10::1        | eth0     | false
            ::/0               | 10.0.0.5       | eth0     | false
            10.0.0.5           | 10.0.0.5       | eth0     | true
            fd00:0::1          | fd00::1        | eth0     | true
            eth?               | 10.0.0.5       | eth0     | true
            eth?               | 10.0.0.5       | eth10    | false
            e*0                | 10.0.0.5       | eth10    | true
            eth0               | 10.0.0.5       | eth0.100 | false
            eth0.100           | 10.0.0.5       | eth0.100 | true
            *.100              | 10.0.0.5       | eth0.100 | true
            br-*               | 10.0.0.5       | br-1a    | true
            eth0.100           | 10.0.0.5       | eth0x100 | false
            !docker*           | 10.0.0.5       | eth0     | true
            !docker*           | 10.0.0.5       | docker0  | false
            '!10.0.0.0/8,eth*' | 10.0.0.5       | eth0     | false
            """)
    void matches(String rules, String ip, String networkInterface, boolean matches) {
        NetworkAddress address = new NetworkAddress(IpText.parse(ip), networkInterface, true);
        assertThat(AddressRules.parse(rules).ruleIndex(address).isPresent()).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            10.0.0.0/33 | 10.0.0.0/33 has no prefix length from 0 to 32
            10.0.0.0/   | 10.0.0.0/ has no prefix length from 0 to 32
            10.0.0.0/-1 | 10.0.0.0/-1 has no prefix length from 0 to 32
            fd00::/129  | fd00::/129 has no prefix length from 0 to 128
            10.0.0/8    | 10.0.0 is not an address
            /8          | ' is not an address'
            eth0/8      | eth0 is not an address
            10.0.0.256  | 10.0.0.256 is not an address
            10.0.*      | 10.0.* is not an address
            fe0::1::2   | fe0::1::2 is not an address
            ','         | there is no rule
            !           | one of them is empty
            eth0 eth1   | eth0 eth1 is not the name of an interface
            !!eth0      | !eth0 is not the name of an interface
            """)
    void isNotRight(String rules, String why) {
        assertThatThrownBy(() -> AddressRules.parse(rules))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
