package io.github.etcdregistrar.internal.bundle;

import io.github.etcdregistrar.internal.bootstrap.CoreClassLoader;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Loads classes from an archive inside our jar. Besides them it knows the JDK and our own packages, and nothing of
 * the application: no other version of a library or service gets mixed in.
 */
final class ArchiveClassLoader extends ClassLoader implements Closeable {

    static {
        registerAsParallelCapable();
    }

    private static final String OURS = "io.github.etcdregistrar.";
    private static final String JDK = "java.";

    /**
     * Newer JDKs warn of callers of this class. The libraries use it if they find it, and work without: Netty knows
     * the JDK's version itself, protobuf does not.
     */
    private static final String UNSAFE = "sun.misc.Unsafe";

    private static final int WARNS_OF_UNSAFE = 24;

    private final Archive archive;
    private final ClassLoader ours;

    private ArchiveClassLoader(Archive archive, ClassLoader ours) {
        super("etcd-registrar", getPlatformClassLoader());
        this.archive = archive;
        this.ours = ours;
    }

    /**
     * Opens an archive.
     *
     * @param resource its name in our jar
     * @throws UncheckedIOException if it cannot be read
     */
    static ArchiveClassLoader open(String resource) {
        try {
            return new ArchiveClassLoader(
                    Archive.open(CoreClassLoader.resource(resource)), ArchiveClassLoader.class.getClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the bundle's archive: " + e, e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            if (name.equals(UNSAFE) && Runtime.version().feature() >= WARNS_OF_UNSAFE) {
                throw new ClassNotFoundException(name);
            }
            // The JDK's are there also when the archive is closed: without them Netty's last thread would never end.
            if (name.startsWith(JDK)) {
                return super.loadClass(name, resolve);
            }
            try {
                byte[] code = archive.read(name.replace('.', '/') + ".class");
                if (code != null) {
                    return defineClass(name, code, 0, code.length);
                }
                return name.startsWith(OURS) ? ours.loadClass(name) : super.loadClass(name, resolve);
            } catch (IOException | IllegalStateException e) {
                throw new ClassNotFoundException(name + " cannot be read from the bundle's archive: " + e, e);
            }
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL resource = findResource(name);
        return Collections.enumeration(resource == null ? List.of() : List.of(resource));
    }

    @Override
    protected URL findResource(String name) {
        byte[] content;
        try {
            content = archive.read(name);
        } catch (IOException | IllegalStateException e) {
            return null; // closed
        }
        try {
            return content == null ? null : new URL(null, "etcd-registrar:" + name, new Handler(content));
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    /** Closes the archive. Loaded classes go on working, but no more can be loaded. */
    @Override
    public void close() {
        try {
            archive.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a URL whose content is known already. */
    private static final class Handler extends URLStreamHandler {

        private final byte[] content;

        Handler(byte[] content) {
            this.content = content;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(content);
                }
            };
        }
    }
}
