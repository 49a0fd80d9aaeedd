package io.github.etcdregistrar.internal.bundle;

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
 * Loads classes from an archive that is a resource of another jar. Besides them it knows the JDK and our own packages,
 * and nothing of the application: no other version of a library, and no service, is taken for one of ours.
 */
final class ArchiveClassLoader extends ClassLoader implements Closeable {

    static {
        registerAsParallelCapable();
    }

    private static final String OURS = "io.github.etcdregistrar.";

    /**
     * Calling this class makes newer JDKs warn. What is in the archive calls it if it can, and can do without: Netty
     * knows that itself, protobuf does not.
     */
    private static final String UNSAFE = "sun.misc.Unsafe";

    private static final int WARNS_OF_UNSAFE = 24;

    private final Archive archive;
    private final ClassLoader application;

    private ArchiveClassLoader(Archive archive, ClassLoader application) {
        super("etcd-registrar", getPlatformClassLoader());
        this.archive = archive;
        this.application = application;
    }

    /**
     * Opens an archive.
     *
     * @param resource its name in the jar that this class comes from
     * @throws UncheckedIOException if it cannot be read
     */
    static ArchiveClassLoader open(String resource) {
        try {
            return new ArchiveClassLoader(Archive.open(urlOf(resource)), ArchiveClassLoader.class.getClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the bundle's archive: " + e, e);
        }
    }

    /** Worked out, not asked for: what Payara's class loader was ever asked for it keeps in memory, all 17 MB. */
    private static URL urlOf(String resource) throws MalformedURLException {
        String file = ArchiveClassLoader.class.getName().replace('.', '/') + ".class";
        URL known = ArchiveClassLoader.class.getResource("/" + file);
        String jar = known.toString().substring(0, known.toString().length() - file.length());
        return new URL(known, jar + resource);
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
            try {
                byte[] code = archive.read(name.replace('.', '/') + ".class");
                if (code != null) {
                    return defineClass(name, code, 0, code.length);
                }
                return name.startsWith(OURS) ? application.loadClass(name) : super.loadClass(name, resolve);
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

    /** Closes the archive. What was loaded from it goes on working, but nothing more can be loaded. */
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
