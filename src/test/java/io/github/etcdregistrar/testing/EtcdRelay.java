package io.github.etcdregistrar.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A proxy process between clients and etcd, on loopback, which a test can kill and start again. */
public final class EtcdRelay implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(30);

    private final Kind kind;
    private final int port;
    private final String target;
    private final EtcdBinary binary = EtcdBinary.find();
    private final Path directory = EtcdFiles.newDirectory();
    private final Path log;
    private final Runnable atExit = this::kill;
    private Process process;

    /** The proxies that people put before etcd. */
    public enum Kind {
        /** Etcd's own proxy, which speaks etcd's protocol on both sides. */
        GRPC_PROXY("etcd grpc-proxy") {
            @Override
            List<String> command(EtcdRelay relay) {
                return relay.etcd(
                        "grpc-proxy",
                        "start",
                        "--endpoints=" + relay.target,
                        "--listen-addr=127.0.0.1:" + relay.port,
                        "--data-dir=" + relay.directory);
            }
        },
        /** Etcd's own proxy for TCP connections. */
        GATEWAY("etcd gateway") {
            @Override
            List<String> command(EtcdRelay relay) {
                return relay.etcd(
                        "gateway", "start", "--endpoints=" + relay.target, "--listen-addr=127.0.0.1:" + relay.port);
            }
        },
        /** A proxy for HTTP/2 that sends GOAWAY after 20 requests, and ends streams that are idle for 10 s. */
        NGINX("nginx") {
            @Override
            List<String> command(EtcdRelay relay) {
                return List.of("nginx", "-p", relay.directory.toString(), "-c", relay.nginxConfiguration());
            }

            @Override
            public boolean isPossible() {
                return EtcdBinary.succeeds(10, "nginx", "-v");
            }
        };

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        abstract List<String> command(EtcdRelay relay);

        /** Whether this machine has what it takes. */
        public boolean isPossible() {
            return true;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A proxy that is not running yet.
     *
     * @param target the port of etcd on loopback
     */
    public EtcdRelay(Kind kind, int target) {
        this.kind = kind;
        this.port = EtcdPorts.free();
        this.target = "127.0.0.1:" + target;
        this.log = EtcdFiles.logs().resolve(id() + "-" + kind.name() + ".log");
        AtExit.add(atExit);
    }

    /** Where clients find it. */
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** Starts it, and waits until it takes connections. */
    public void start() {
        try {
            process = new ProcessBuilder(OwnSession.of(kind.command(this)))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            awaitReady();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + kind, e);
        }
    }

    /** Whether its process runs. */
    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Ends it without notice. */
    public void kill() {
        if (isRunning()) {
            binary.signal(id(), process, "KILL");
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        kill();
        EtcdFiles.delete(directory);
        AtExit.remove(atExit);
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + READY.toNanos();
        for (boolean ready = false; !ready; ) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                ready = socket.isConnected();
            } catch (IOException e) {
                if (!isRunning() || System.nanoTime() - deadline > 0) {
                    throw new IOException(kind + " takes no connections." + EtcdFiles.tail(log), e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a proxy", e);
        }
    }

    private String id() {
        return directory.getFileName().toString();
    }

    private List<String> etcd(String... arguments) {
        return binary.command(id(), directory, List.of(arguments));
    }

    private String nginxConfiguration() {
        String text =
                """
                daemon off;
                master_process off;
                error_log stderr;
                pid %1$s/pid;
                events {}
                http {
                  access_log off;
                  client_body_temp_path %1$s;
                  proxy_temp_path %1$s;
                  fastcgi_temp_path %1$s;
                  uwsgi_temp_path %1$s;
                  scgi_temp_path %1$s;
                  server {
                    listen 127.0.0.1:%2$d http2;
                    keepalive_requests 20;
                    keepalive_timeout 10s;
                    location / {
                      grpc_pass grpc://%3$s;
                      grpc_read_timeout 10s;
                      grpc_send_timeout 10s;
                    }
                  }
                }
                """
                        .formatted(directory, port, target);
        try {
            return Files.writeString(directory.resolve("nginx.conf"), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
