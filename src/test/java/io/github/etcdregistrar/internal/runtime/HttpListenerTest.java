package io.github.etcdregistrar.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpListenerTest {

    @ParameterizedTest
    @CsvSource({
        "false, 8080, 10.0.0.5, /orders,   http://10.0.0.5:8080/orders",
        "true,  8443, 10.0.0.5, /orders,   https://10.0.0.5:8443/orders",
        "false, 80,   10.0.0.5, /,         http://10.0.0.5:80/",
        "false, 8080, fd00::5,  /shop/a,   http://[fd00::5]:8080/shop/a",
        "false, 8080, 10.0.0.5, /über uns, http://10.0.0.5:8080/%C3%BCber%20uns",
    })
    void hasAUrl(boolean secure, int port, String ip, String contextRoot, URI url) {
        assertThat(new HttpListener(secure, port).url(ip, contextRoot)).isEqualTo(url);
    }

    @Test
    void httpIsPreferredAndAPortThatIsNoneIsLeftOut() {
        HttpListener http = new HttpListener(false, 8080);
        HttpListener https = new HttpListener(true, 8443);

        assertThat(HttpListener.preferred(List.of(https, http, new HttpListener(false, 8081))))
                .contains(http);
        assertThat(HttpListener.preferred(List.of(new HttpListener(false, -1), https)))
                .contains(https);
        assertThat(HttpListener.preferred(List.of(new HttpListener(false, 0)))).isEmpty();
    }
}
