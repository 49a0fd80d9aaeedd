package io.github.etcdregistrar.internal.bundle;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** The entries of a jar that is a resource of another jar. */
interface Archive extends Closeable {

    /** The content of an entry; null if there is none. */
    byte[] read(String name) throws IOException;

    /**
     * Opens an archive: a copy in the folder for temporary files; in memory if no file can be written there.
     *
     * @throws IOException if the resource cannot be read
     */
    static Archive open(URL resource) throws IOException {
        try {
            return new InFile(copy(resource));
        } catch (IOException | RuntimeException | LinkageError e) {
            InMemory archive = InMemory.of(resource);
            System.getLogger(Archive.class.getName())
                    .log(
                            Level.INFO,
                            "Cannot copy the client for etcd to java.io.tmpdir = "
                                    + System.getProperty("java.io.tmpdir") + " (" + e
                                    + "): the client for etcd stays in memory, which takes about " + archive.megabytes()
                                    + " MB of heap");
            return archive;
        }
    }

    /** Nobody else can read the file, and it is deleted as soon as it is open. */
    private static JarFile copy(URL resource) throws IOException {
        Path file = Files.createTempFile("etcd-registrar-", ".jar");
        try {
            // In case the JVM exits before the file is deleted; costs only the stored name.
            file.toFile().deleteOnExit();
            write(connect(resource), file);
            return new JarFile(file.toFile(), false, ZipFile.OPEN_READ | ZipFile.OPEN_DELETE);
        } catch (IOException | RuntimeException | Error e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Writes into the existing file, which nobody else may read; a new one would have other permissions. */
    static void write(URLConnection connection, Path file) throws IOException {
        try (InputStream content = connection.getInputStream();
                OutputStream copy = Files.newOutputStream(file)) {
            content.transferTo(copy);
        }
    }

    private static URLConnection connect(URL resource) throws IOException {
        URLConnection connection = resource.openConnection();
        connection.setUseCaches(false);
        return connection;
    }

    /**
     * A copy on disk.
     *
     * @param jar the copy
     */
    record InFile(JarFile jar) implements Archive {

        @Override
        public byte[] read(String name) throws IOException {
            ZipEntry entry = jar.getEntry(name);
            if (entry == null) {
                return null;
            }
            try (InputStream content = jar.getInputStream(entry)) {
                return content.readAllBytes();
            }
        }

        @Override
        public void close() throws IOException {
            jar.close();
        }
    }

    /**
     * A copy in memory.
     *
     * @param entries the content by name, compressed: about 40 % of the original size
     */
    record InMemory(Map<String, byte[]> entries) implements Archive {

        /** Of an entry: its name, its place in the map and the array's header. Measured: 156. */
        private static final int OVERHEAD_BYTES = 156;

        static InMemory of(URL resource) throws IOException {
            Map<String, byte[]> entries = new ConcurrentHashMap<>();
            try (ZipInputStream zip = new ZipInputStream(connect(resource).getInputStream())) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    if (!entry.isDirectory()) {
                        entries.put(entry.getName(), compress(zip));
                    }
                }
            }
            return new InMemory(entries);
        }

        private static byte[] compress(InputStream content) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Deflater deflater = new Deflater(Deflater.BEST_SPEED);
            try (DeflaterOutputStream compressed = new DeflaterOutputStream(bytes, deflater)) {
                content.transferTo(compressed);
            } finally {
                deflater.end();
            }
            return bytes.toByteArray();
        }

        /** What it takes of the heap, rounded. */
        long megabytes() {
            long bytes = entries.values().stream()
                    .mapToLong(content -> content.length + OVERHEAD_BYTES)
                    .sum();
            return Math.round(bytes / (double) (1 << 20));
        }

        @Override
        public byte[] read(String name) throws IOException {
            byte[] compressed = entries.get(name);
            if (compressed == null) {
                return null;
            }
            try (InputStream content = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
                return content.readAllBytes();
            }
        }

        /** As with a file, nothing more can be read. */
        @Override
        public void close() {
            entries.clear();
        }
    }
}
