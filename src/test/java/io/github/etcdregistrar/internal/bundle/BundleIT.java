package io.github.etcdregistrar.internal.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.etcdregistrar.internal.bootstrap.Core;
import io.github.etcdregistrar.testing.ClassPath;
import io.github.etcdregistrar.testing.servers.Runtimes;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is in the bundle, and how its archive is read. */
class BundleIT {
    private static final String ARCHIVE = "META-INF/etcd-registrar/etcd.classes";
    private static final String CORE = "META-INF/etcd-registrar/core.classes";
    private static final String OURS = "io/github/etcdregistrar/";
    private static final long MEGABYTE = 1 << 20;

    private static JarFile bundle;

    @BeforeAll
    static void open() throws IOException {
        bundle = new JarFile(Runtimes.bundle().toFile());
    }

    @AfterAll
    static void close() throws IOException {
        bundle.close();
    }

    @Test
    void isSmall() throws IOException {
        assertThat(Files.size(Runtimes.bundle())).isLessThan(Integer.getInteger("bundle.limit.kilobytes") * 1024L);
    }

    /** The API, the beans and what they need to load the rest; not one class more, for a server looks at each. */
    @Test
    void showsServersTheApiAndTheBeansOnly() {
        assertThat(names().filter(name -> name.endsWith(".class"))).isNotEmpty().allSatisfy(name -> assertThat(name)
                .matches(OURS + "([^/]*|internal/(bootstrap|cdi|health|rest)/.*|.*/EditorProperties)\\.class"));
        assertThat(names()).noneMatch(name -> name.endsWith(".jar"));
    }

    @Test
    void hidesTheCoreAndTheAdapterWithWhatItNeeds() throws IOException {
        assertThat(hidden(CORE))
                .contains(OURS + "internal/application/ApplicationCore.class")
                .allSatisfy(name -> assertThat(name)
                        .startsWith(OURS + "internal/")
                        .doesNotMatch(OURS + "internal/(etcd|bootstrap|cdi|health|rest)/.*"));
        List<String> hidden = hidden(ARCHIVE);
        assertThat(hidden).contains(OURS + "internal/etcd/GrpcEtcdClient.class", "io/grpc/ManagedChannel.class");
        assertThat(hidden).noneSatisfy(name -> assertThat(name).matches("(com/google/(rpc|api)|io/vertx)/.*"));
        assertThat(hidden.stream().filter(name -> name.startsWith(OURS)))
                .allSatisfy(name -> assertThat(name).startsWith(OURS + "internal/etcd/"));
    }

    private static List<String> hidden(String archive) throws IOException {
        try (JarInputStream entries = new JarInputStream(bundle.getInputStream(bundle.getEntry(archive)))) {
            return Stream.generate(() -> next(entries))
                    .takeWhile(entry -> entry != null)
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .toList();
        }
    }

    @Test
    void theCoreIsLoadedFromItsArchiveAndSeesTheApplication() throws Exception {
        URL[] application = Arrays.stream(ClassPath.asUsersHaveIt().split(File.pathSeparator))
                .map(BundleIT::url)
                .toArray(URL[]::new);
        ClassLoader loaded;
        try (URLClassLoader loader = new URLClassLoader(application, ClassLoader.getPlatformClassLoader())) {
            Object core =
                    loader.loadClass(Core.class.getName()).getMethod("get").invoke(null);
            loaded = core.getClass().getClassLoader();
            assertThat(loaded.getClass().getSimpleName()).isEqualTo("CoreClassLoader");
            assertThat(loaded.getParent()).isSameAs(loader);
            assertThat(core.getClass().getProtectionDomain())
                    .isSameAs(loader.loadClass(Core.class.getName()).getProtectionDomain());
        }
        // Also when a server that stops has closed the application's.
        assertThat(loaded.loadClass("io.github.etcdregistrar.internal.registration.Backoff")
                        .getClassLoader())
                .isSameAs(loaded);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void saysWhatItConsistsOfAndUnderWhichLicences() throws IOException {
        String notice = text("META-INF/NOTICE");
        JsonObject sbom = Json.createReader(
                        bundle.getInputStream(bundle.getEntry("META-INF/sbom/etcd-registrar.cdx.json")))
                .readObject();
        assertThat(sbom.getString("bomFormat")).isEqualTo("CycloneDX");
        assertThat(sbom.getJsonArray("components").getValuesAs(JsonObject.class))
                .isNotEmpty()
                .allSatisfy(component -> assertThat(notice)
                        .contains(component.getString("group") + ": ")
                        .containsPattern("[ ,]" + component.getString("name") + "[,\\n]"));
        assertThat(text("META-INF/LICENSE")).contains("Apache License");
        assertThat(names()).contains("META-INF/licenses/protobuf.txt", "META-INF/licenses/netty-mit.txt");
    }

    @Test
    void itsClassesComeFirstAndNothingComesFromTheApplication() throws Exception {
        try (ArchiveClassLoader loader = ArchiveClassLoader.open(ARCHIVE)) {
            // Both are on the class path of this test, too.
            assertThat(loader.loadClass("io.grpc.ManagedChannel").getClassLoader())
                    .isSameAs(loader);
            assertThatThrownBy(() -> loader.loadClass("org.junit.jupiter.api.Test"))
                    .isInstanceOf(ClassNotFoundException.class);
            assertThat(loader.loadClass(BundleIT.class.getName())).isSameAs(BundleIT.class);
            Class<?> service = loader.loadClass("io.grpc.LoadBalancerProvider");
            assertThat(ServiceLoader.load(service, loader)).isNotEmpty().allSatisfy(found -> assertThat(
                            found.getClass().getClassLoader())
                    .isSameAs(loader));
        }
    }

    @Test
    void closedItLoadsNothingMoreAndCanBeCollected() {
        ArchiveClassLoader loader = ArchiveClassLoader.open(ARCHIVE);
        loader.close();
        assertThatThrownBy(() -> loader.loadClass("io.grpc.ManagedChannel"))
                .isInstanceOf(ClassNotFoundException.class)
                .hasMessageContaining("zip file closed");
        assertThat(loader.getResource("META-INF/services/io.grpc.LoadBalancerProvider"))
                .isNull();

        WeakReference<?> collected = used();
        await("the class loader to be collected").until(() -> {
            System.gc();
            return collected.get() == null;
        });
    }

    /** A server that undeploys while etcd is away closes the archive before Netty has told all that has ended. */
    @Test
    void closedItDoesNotKeepNettysLastThread() throws Exception {
        Executor executor;
        try (ArchiveClassLoader loader = ArchiveClassLoader.open(ARCHIVE)) {
            executor = (Executor) loader.loadClass("io.netty.util.concurrent.GlobalEventExecutor")
                    .getField("INSTANCE")
                    .get(null);
            AtomicReference<Thread> first = new AtomicReference<>();
            executor.execute(() -> first.set(Thread.currentThread()));
            await().until(() -> first.get() != null);
            first.get().interrupt();
            first.get().join();
        }
        AtomicReference<Thread> late = new AtomicReference<>();
        executor.execute(() -> late.set(Thread.currentThread()));
        await("its end").until(() -> late.get() != null && !late.get().isAlive());
    }

    @Test
    void itsFileIsGoneAsSoonAsItIsOpen() throws Exception {
        // One whose process was killed may have left its file.
        List<Path> before = files();
        try (ArchiveClassLoader loader = ArchiveClassLoader.open(ARCHIVE)) {
            // Another process may have made one a moment ago.
            await("no new file").until(() -> before.containsAll(files()));
            assertThat(loader.loadClass("io.grpc.Status")).isNotNull();
        }
    }

    @Test
    @EnabledOnOs(
            value = {OS.LINUX, OS.MAC},
            disabledReason = "Elsewhere, permissions are not those of POSIX")
    void whatIsWrittenToAFileDoesNotChangeItsPermissions() throws IOException {
        Path file = Files.createTempFile("private-", ".jar");
        Archive.write(Runtimes.bundle().toUri().toURL().openConnection(), file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.delete(file);
    }

    @Test
    void inMemoryItIsTheSameButSmaller() throws IOException {
        URL archive = BundleIT.class.getResource("/" + ARCHIVE);
        Archive.InMemory memory = Archive.InMemory.of(archive);
        try (JarFile copy = ((Archive.InFile) Archive.open(archive)).jar()) {
            List<JarEntry> entries =
                    copy.stream().filter(entry -> !entry.isDirectory()).toList();
            assertThat(memory.entries()).hasSameSizeAs(entries);
            for (JarEntry entry : entries) {
                assertThat(memory.read(entry.getName()))
                        .isEqualTo(copy.getInputStream(entry).readAllBytes());
            }
        }
        long content = memory.entries().values().stream()
                .mapToLong(compressed -> compressed.length)
                .sum();
        assertThat(memory.megabytes() * MEGABYTE).isBetween(content, content + 2 * MEGABYTE);
        memory.close();
        assertThat(memory.read("io/grpc/Status.class")).isNull();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().matches("etcd-registrar-.*\\.jar"))
                    .toList();
        }
    }

    private static WeakReference<?> used() {
        try (ArchiveClassLoader loader = ArchiveClassLoader.open(ARCHIVE)) {
            return new WeakReference<>(
                    loader.loadClass("io.grpc.Status").getField("OK").get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<String> names() {
        return bundle.stream().map(JarEntry::getName);
    }

    private static String text(String name) throws IOException {
        return new String(bundle.getInputStream(bundle.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static JarEntry next(JarInputStream archive) {
        try {
            return archive.getNextJarEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
