package io.github.etcdregistrar.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.etcdregistrar.testing.Browser;
import io.github.etcdregistrar.testing.EtcdView.Entry;
import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.War;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The sample's page, as somebody sees it who looks at it in a browser. Skipped where there is no Chromium. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class PageContract extends ServerTest {
    private static final String ENTER = "\uE007";
    private static final String PICTURE = System.getProperty("page.picture", "");

    private Browser browser;

    PageContract(AppServer server, Path sample) {
        super(server, sample);
    }

    @BeforeAll
    void open() {
        browser = Browser.start().orElse(null);
        assumeTrue(browser != null, Browser.MISSING);
        deploy("shop", "10.0.0.5", "a", "1.4.2");
        server.start();
        browser.become(1040, 700, false);
        browser.open(server.url("shop") + "/");
    }

    /** Also after a test that has failed without it. */
    @BeforeEach
    void etcdIsThere() {
        etcd.restart();
    }

    @AfterAll
    void quit() {
        if (browser != null) {
            browser.close();
        }
    }

    /** An instance of the same service: another application in the same server will do, at an address of its own. */
    private void deploy(String application, String ip, String zone, String version) {
        server.deploy(
                application,
                War.configured(
                        sample,
                        Map.of(
                                "etcd.registrar.endpoints", etcd.endpoint(),
                                "etcd.registrar.name", "orders",
                                "etcd.registrar.ip", ip,
                                "etcd.registrar.zone", zone,
                                "etcd.registrar.version", version)));
    }

    @Test
    @Order(1)
    void showsThisInstanceAndItsRegistration() {
        eventually("this instance").until(() -> rows().contains("this instance"));
        Entry key = awaitOwnKey();
        assertThat(browser.text("h1")).isEqualTo("Fleet of orders");
        assertThat(rows())
                .contains("10.0.0.5:" + server.port())
                .contains("1.4.2")
                .contains("REGISTERED");
        assertThat(browser.text("#proof")).contains("live");
        eventually("the registration").untilAsserted(() -> {
            assertThat(browser.text("#keys")).isEqualTo(key.key());
            assertThat(browser.text("#lease")).isEqualTo(Long.toHexString(key.lease()));
            assertThat(browser.text("#remaining")).matches("\\d\\.\\d s");
        });
    }

    @Test
    @Order(2)
    void showsInstancesThatComeAndGo() throws IOException {
        deploy("shop2", "10.0.0.6", "a", "1.4.2");
        deploy("shop3", "10.0.1.5", "b", "1.5.0");
        eventually("three instances").until(() -> browser.text("#count").equals("3"));
        assertThat(rows()).contains("10.0.0.6").contains("1.5.0").contains("came ");
        assertThat(browser.run("return document.querySelectorAll('.tag:not([hidden])').length"))
                .as("the count, and one that is this instance")
                .isEqualTo("2");
        Path picture = Path.of(PICTURE.isEmpty() ? "target/page.png" : PICTURE);
        browser.picture(picture);
        assertThat(picture).satisfies(file -> assertThat(file.toFile().length()).isBetween(10_000L, 150_000L));

        server.undeploy("shop2");
        eventually("the going").until(() -> browser.text("#instances tr.GONE").contains("10.0.0.6"));
        assertThat(browser.text("#count")).isEqualTo("2");
        assertThat(browser.text("#changes"))
                .contains("10.0.0.6")
                .contains("went")
                .contains("came");
    }

    @Test
    @Order(3)
    void marksTheListAsStaleWhileEtcdIsAway() {
        etcd.kill();
        eventually("the mark").until(() -> browser.text("#proof.stale").contains("etcd does not answer"));
        assertThat(rows()).contains("this instance").contains("REGISTERED");
        eventually("the problem").until(() -> browser.text("#problem").contains("CONNECTION_REFUSED"));
        etcd.restart();
        eventually("the proof").until(() -> browser.text("#proof.live").contains("live"));
        assertThat(browser.text("#changes")).contains("etcd does not answer", "etcd proves the list again");
        eventually("the registration").until(() -> browser.text("#state").equals("REGISTERED"));
    }

    @Test
    @Order(4)
    void pausesByKeyboardAndDeregistersByMouse() {
        Entry before = awaitOwnKey();
        browser.run("document.getElementById('pause').focus()");
        browser.press(ENTER);
        eventually("no key").until(() -> ownKey().isEmpty());
        eventually("the state").until(() -> browser.text("#state").equals("PAUSED"));
        eventually("its going").until(() -> browser.text("#instances tr.GONE").contains("this instance"));
        assertThat(browser.run("return document.activeElement.id")).isEqualTo("pause");
        assertThat(browser.run("return document.activeElement.ariaDisabled")).isEqualTo("true");

        browser.click("#resume");
        assertThat(awaitOwnKey().lease()).isNotEqualTo(before.lease());
        eventually("its return")
                .until(() -> browser.text("#instances tr.REGISTERED").contains("came back"));

        browser.click("#deregister");
        eventually("no key").until(() -> ownKey().isEmpty());
        eventually("the state").until(() -> browser.text("#state").equals("OFF"));
        browser.click("#register");
        awaitOwnKey();
        eventually("the state").until(() -> browser.text("#state").equals("REGISTERED"));
    }

    @Test
    @Order(5)
    void isReadableInLightAndDarkAndOnAPhone() {
        for (boolean dark : new boolean[] {false, true}) {
            for (int width : new int[] {360, 1040}) {
                browser.become(width, 740, dark);
                assertThat(browser.run("return matchMedia('(prefers-color-scheme: dark)').matches"))
                        .isEqualTo(Boolean.toString(dark));
                assertThat(browser.run("return document.documentElement.scrollWidth - innerWidth"))
                        .as("what is cut off at the right")
                        .isEqualTo("0");
                assertThat(browser.run(PageScripts.PALE))
                        .as("too pale, dark is %s", dark)
                        .isEmpty();
                browser.picture(Path.of("target/page-" + width + (dark ? "-dark" : "-light") + ".png"));
            }
        }
        assertThat(browser.run(PageScripts.ELSEWHERE)).isEmpty();
        assertThat(browser.log())
                .filteredOn(line -> line.getString("level").equals("SEVERE"))
                .isEmpty();
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void saysThatThisInstanceDoesNotAnswer() {
        server.kill();
        eventually("the mark").until(() -> browser.text("#proof.silent").contains("this instance does not answer"));
        assertThat(rows()).contains("this instance");
    }

    private String rows() {
        return browser.text("#instances");
    }

    private Optional<Entry> ownKey() {
        return view.get("/services/orders/10.0.0.5/" + server.pid());
    }

    private Entry awaitOwnKey() {
        return eventually("the key").until(this::ownKey, Optional::isPresent).orElseThrow();
    }

    private static ConditionFactory eventually(String what) {
        return await(what).atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(100));
    }
}
