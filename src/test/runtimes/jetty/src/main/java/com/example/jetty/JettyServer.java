package com.example.jetty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.Callback;

/** Jetty at a port of the loopback, with the WARs of a folder, into which it looks ten times a second. */
public final class JettyServer {

    private record Deployed(WebAppContext context, Object version) {}

    private final ContextHandlerCollection contexts = new ContextHandlerCollection();
    private final Map<Path, Deployed> applications = new HashMap<>();
    private final Path folder;

    private JettyServer(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        JettyServer jetty = new JettyServer(Path.of(arguments[1]));
        Server server = new Server(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])));
        server.setHandler(jetty.contexts);
        server.setStopAtShutdown(true);
        jetty.scan();
        server.start();
        System.out.println("Jetty has started");
        while (server.isRunning()) {
            Thread.sleep(100);
            jetty.scan();
        }
    }

    private void scan() throws Exception {
        List<Path> wars;
        try (Stream<Path> files = Files.list(folder)) {
            wars = files.filter(file -> file.toString().endsWith(".war")).toList();
        }
        for (Path war : List.copyOf(applications.keySet())) {
            if (!wars.contains(war) || !applications.get(war).version().equals(version(war))) {
                undeploy(war);
            }
        }
        for (Path war : wars) {
            if (!applications.containsKey(war)) {
                deploy(war);
            }
        }
    }

    private static Object version(Path war) throws IOException {
        return Files.getLastModifiedTime(war);
    }

    private void deploy(Path war) throws Exception {
        String path = "/" + war.getFileName().toString().replaceFirst("\\.war$", "");
        WebAppContext context = new WebAppContext(war.toString(), path);
        applications.put(war, new Deployed(context, version(war)));
        if (contexts.isRunning()) {
            Callback.Completable done = new Callback.Completable();
            contexts.deployHandler(context, done);
            done.get();
            contexts.manage(context);
            context.start();
            System.out.println((context.isAvailable() ? "Deployed " : "Failed ") + path);
        } else {
            contexts.addHandler(context);
        }
    }

    private void undeploy(Path war) throws Exception {
        WebAppContext context = applications.remove(war).context();
        context.stop();
        Callback.Completable done = new Callback.Completable();
        contexts.undeployHandler(context, done);
        done.get();
        System.out.println("Undeployed " + context.getContextPath());
    }
}
