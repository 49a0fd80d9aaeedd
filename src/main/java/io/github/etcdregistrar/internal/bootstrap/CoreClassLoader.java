package io.github.etcdregistrar.internal.bootstrap;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Loads our classes from an archive inside our jar, which it reads once; all others come from the application. It lives as
 * long as the application's class loader, and works also when a server that stops has closed that one.
 */
public final class CoreClassLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private static final String CLASS = ".class";

    /** By name. A class that is loaded is taken out. */
    private final Map<String, byte[]> classes = new ConcurrentHashMap<>();

    /**
     * Reads the archive.
     *
     * @throws IOException if it cannot be read
     */
    CoreClassLoader(URL archive, ClassLoader application) throws IOException {
        super("etcd-registrar-core", application);
        URLConnection connection = archive.openConnection();
        connection.setUseCaches(false); // Else the JVM keeps the application's jar open.
        try (ZipInputStream zip = new ZipInputStream(connection.getInputStream())) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String file = entry.getName();
                if (file.endsWith(CLASS)) {
                    String name = file.substring(0, file.length() - CLASS.length());
                    classes.put(name.replace('/', '.'), zip.readAllBytes());
                }
            }
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] code = classes.get(name);
        if (code == null) {
            throw new ClassNotFoundException(name);
        }
        // That of the jar, so that they may do what its other classes may.
        Class<?> found = defineClass(name, code, 0, code.length, CoreClassLoader.class.getProtectionDomain());
        classes.remove(name);
        return found;
    }

    /** Ours first, so that the application is asked for nothing that it cannot know. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            return classes.containsKey(name) ? findClass(name) : super.loadClass(name, resolve);
        }
    }

    /**
     * A resource of our jar. Computed: Payara's class loader keeps in memory every resource that it was asked for, all 17 MB.
     *
     * @throws MalformedURLException if the server's URLs cannot be computed with
     */
    public static URL resource(String name) throws MalformedURLException {
        String file = CoreClassLoader.class.getName().replace('.', '/') + CLASS;
        URL known = CoreClassLoader.class.getResource("/" + file);
        String jar = known.toString().substring(0, known.toString().length() - file.length());
        return new URL(known, jar + name);
    }
}
