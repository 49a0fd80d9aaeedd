package io.github.etcdregistrar.testing.servers;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Runs inside Payara Micro, which has no port for administration, and does what lines on the standard input say. As an
 * agent it leaves the server's own start as it is for everybody.
 */
final class MicroAgent {
    /** What is printed when a line has been done, followed by whether it succeeded. */
    static final String DONE = "MicroAgent: done=";

    private MicroAgent() {}

    public static void premain(String argument) {
        Thread thread = new Thread(MicroAgent::run, "micro-agent");
        thread.setDaemon(true);
        thread.start();
    }

    private static void run() {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(DONE + perform(line.split(" ")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean perform(String[] words) {
        try {
            // By reflection: these classes are the server's, and the tests are compiled without it.
            Class<?> micro = Class.forName("fish.payara.micro.PayaraMicro");
            Class<?> runtime = Class.forName("fish.payara.micro.PayaraMicroRuntime");
            Object server = micro.getMethod("getInstance").invoke(null);
            server = micro.getMethod("getRuntime").invoke(server);
            // The server's own threads have one, and the first deployment may need it.
            Thread.currentThread().setContextClassLoader(server.getClass().getClassLoader());
            if (words[0].equals("undeploy")) {
                runtime.getMethod("undeploy", String.class).invoke(server, words[1]);
                return true;
            }
            runtime.getMethod("deploy", String.class, String.class, File.class)
                    .invoke(server, words[1], words[2], new File(words[3]));
            // What deploy returns is true even when the deployment has failed.
            Object deployed = runtime.getMethod("getDeployedApplicationNames").invoke(server);
            return ((Collection<?>) deployed).contains(words[1]);
        } catch (InvocationTargetException e) {
            e.getCause().printStackTrace(System.out);
            return false;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a jar of what runs in the server, so that it sees nothing else of the tests. */
    static Path jar(Path file) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Premain-Class"), MicroAgent.class.getName());
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (Class<?> type : List.of(MicroAgent.class, LastWords.class)) {
                String entry = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(entry));
                try (InputStream bytes = type.getResourceAsStream("/" + entry)) {
                    bytes.transferTo(jar);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
