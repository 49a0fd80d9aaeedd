package io.github.etcdregistrar.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerTest {

    @ParameterizedTest
    @CsvSource({
        "false, 8080, 10.0.0.5, /orders,   http://10.0.0.5:8080/orders",
        "true,  8443, 10.0.0.5, /orders,   https://10.0.0.5:8443/orders",
        "false, 80,   10.0.0.5, /,         http://10.0.0.5:80/",
        "false, 8080, fd00::5,  /shop/a,   http://[fd00::5]:8080/shop/a",
        "false, 8080, 10.0.0.5, /über uns, http://10.0.0.5:8080/%C3%BCber%20uns",
    })
    void hasAUrl(boolean secure, int port, String ip, String contextRoot, URI url) {
        assertThat(new Listener(secure, port).url(ip, contextRoot)).isEqualTo(url);
    }

    @Test
    void httpIsPreferredAndAPortThatIsNoneIsLeftOut() {
        Listener http = new Listener(false, 8080);
        Listener https = new Listener(true, 8443);

        assertThat(Listener.preferred(List.of(https, http, new Listener(false, 8081))))
                .contains(http);
        assertThat(Listener.preferred(List.of(new Listener(false, -1), https))).contains(https);
        assertThat(Listener.preferred(List.of(new Listener(false, 0)))).isEmpty();
    }
}
