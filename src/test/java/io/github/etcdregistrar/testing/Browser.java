package io.github.etcdregistrar.testing;

import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A Chromium without a window, driven by its chromedriver with the protocol that Selenium speaks (W3C WebDriver), of which we
 * need so little that no library is worth it. It reaches nothing but 127.0.0.1.
 */
public final class Browser implements AutoCloseable {
    /** Why there is none, for whoever reads what was skipped. */
    public static final String MISSING =
            "there are no chromium and chromedriver on the PATH (apt-get install chromium chromium-driver)";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> OPTIONS = List.of(
            "--headless=new",
            "--no-sandbox", // which root cannot have
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--remote-debugging-pipe", // instead of a port
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            "--disable-background-networking",
            "--disable-component-update",
            "--no-first-run",
            "--lang=en-US");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Runnable atExit = this::end;
    private final Process driver;
    private final String driverUrl;
    private final String session;

    private Browser(Path chromium, Path chromedriver) {
        int port = EtcdPorts.free();
        driverUrl = "http://127.0.0.1:" + port;
        try {
            driver = new ProcessBuilder(chromedriver.toString(), "--port=" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(new File("target/chromedriver.log"))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AtExit.add(atExit);
        await("chromedriver").atMost(PATIENCE).ignoreExceptions().until(() -> get("/status")
                .asJsonObject()
                .getBoolean("ready"));
        JsonObjectBuilder options = Json.createObjectBuilder()
                .add("binary", chromium.toString())
                .add("args", Json.createArrayBuilder(OPTIONS));
        JsonObjectBuilder wanted = Json.createObjectBuilder()
                .add("browserName", "chrome")
                .add("goog:loggingPrefs", Json.createObjectBuilder().add("browser", "ALL"))
                .add("goog:chromeOptions", options);
        session = "/session/"
                + post(
                                "/session",
                                Json.createObjectBuilder()
                                        .add(
                                                "capabilities",
                                                Json.createObjectBuilder().add("alwaysMatch", wanted)))
                        .asJsonObject()
                        .getString("sessionId");
    }

    /** A new one; empty where Chromium or its driver is not installed. */
    public static Optional<Browser> start() {
        return onPath("chromium")
                .flatMap(browser -> onPath("chromedriver").map(driver -> new Browser(browser, driver)));
    }

    private static Optional<Path> onPath(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public void open(String url) {
        post(session + "/url", Json.createObjectBuilder().add("url", url));
    }

    /** The result of a script's {@code return}, as text; the page's own variables are not in its sight. */
    public String run(String script) {
        JsonValue value = post(
                session + "/execute/sync",
                Json.createObjectBuilder().add("script", script).add("args", JsonArray.EMPTY_JSON_ARRAY));
        return value instanceof JsonString string ? string.getString() : value.toString();
    }

    /** The text that a person sees of the element that a selector finds; empty if there is none. */
    public String text(String selector) {
        return run("return document.querySelector('" + selector + "')?.innerText ?? ''");
    }

    /** Clicks in the middle of an element; fails if another one is in front of it. */
    public void click(String selector) {
        JsonObject found = post(
                        session + "/element",
                        Json.createObjectBuilder().add("using", "css selector").add("value", selector))
                .asJsonObject();
        String element = found.values().iterator().next().toString().replace("\"", "");
        post(session + "/element/" + element + "/click", Json.createObjectBuilder());
    }

    /** Presses and lets go a key, of which WebDriver has a list; other text is typed. */
    public void press(String key) {
        JsonObjectBuilder down =
                Json.createObjectBuilder().add("type", "keyDown").add("value", key);
        JsonObjectBuilder up = Json.createObjectBuilder().add("type", "keyUp").add("value", key);
        JsonObjectBuilder keyboard = Json.createObjectBuilder()
                .add("type", "key")
                .add("id", "keyboard")
                .add("actions", Json.createArrayBuilder().add(down).add(up));
        post(
                session + "/actions",
                Json.createObjectBuilder()
                        .add("actions", Json.createArrayBuilder().add(keyboard)));
    }

    /** Looks like a device with a screen of that size, which is dark or not. */
    public void become(int width, int height, boolean dark) {
        devTools(
                "Emulation.setDeviceMetricsOverride",
                Json.createObjectBuilder()
                        .add("width", width)
                        .add("height", height)
                        .add("deviceScaleFactor", 1)
                        .add("mobile", width < 500));
        JsonObjectBuilder scheme =
                Json.createObjectBuilder().add("name", "prefers-color-scheme").add("value", dark ? "dark" : "light");
        devTools(
                "Emulation.setEmulatedMedia",
                Json.createObjectBuilder()
                        .add("features", Json.createArrayBuilder().add(scheme)));
    }

    /** Writes what is to be seen now as a PNG. */
    public void picture(Path file) {
        try {
            String encoded = ((JsonString) get(session + "/screenshot")).getString();
            Files.write(file, Base64.getDecoder().decode(encoded));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the browser and the page have logged since this was last asked. */
    public List<JsonObject> log() {
        return post(session + "/se/log", Json.createObjectBuilder().add("type", "browser"))
                .asJsonArray()
                .getValuesAs(JsonObject.class);
    }

    @Override
    public void close() {
        send(HttpRequest.newBuilder(URI.create(driverUrl + session)).DELETE());
        end();
        AtExit.remove(atExit);
    }

    private void end() {
        driver.descendants().forEach(ProcessHandle::destroyForcibly);
        driver.destroy();
    }

    private void devTools(String command, JsonObjectBuilder parameters) {
        post(
                session + "/goog/cdp/execute",
                Json.createObjectBuilder().add("cmd", command).add("params", parameters));
    }

    private JsonValue get(String path) {
        return send(HttpRequest.newBuilder(URI.create(driverUrl + path)).GET());
    }

    private JsonValue post(String path, JsonObjectBuilder body) {
        return send(HttpRequest.newBuilder(URI.create(driverUrl + path))
                .POST(HttpRequest.BodyPublishers.ofString(body.build().toString())));
    }

    private JsonValue send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
            try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
                return reader.readObject().get("value");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
