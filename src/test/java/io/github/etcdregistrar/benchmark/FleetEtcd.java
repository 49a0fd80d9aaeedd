package io.github.etcdregistrar.benchmark;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdCluster;
import io.github.etcdregistrar.testing.servers.Http;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One etcd or three, which can all restart at once. */
final class FleetEtcd implements AutoCloseable {
    private final String[] endpoints;
    private final Runnable kill;
    private final Runnable wipe;
    private final Runnable restart;
    private final Runnable close;

    /**
     * What etcd has done since it started.
     *
     * @param requests the messages that its members have received from clients
     * @param cpuSeconds the processor time of all members
     */
    record Load(double requests, double cpuSeconds) {}

    static FleetEtcd start(int members) {
        if (members == 1) {
            Etcd etcd = Etcd.start();
            return new FleetEtcd(new String[] {etcd.endpoint()}, etcd::kill, etcd::wipe, etcd::restart, etcd::close);
        }
        EtcdCluster etcd = EtcdCluster.start();
        return new FleetEtcd(etcd.endpoints(), etcd::kill, etcd::wipe, etcd::restart, etcd::close);
    }

    private FleetEtcd(String[] endpoints, Runnable kill, Runnable wipe, Runnable restart, Runnable close) {
        this.endpoints = endpoints;
        this.kill = kill;
        this.wipe = wipe;
        this.restart = restart;
        this.close = close;
    }

    String[] endpoints() {
        return endpoints;
    }

    void kill() {
        kill.run();
    }

    void wipe() {
        wipe.run();
    }

    void restart() {
        restart.run();
    }

    @Override
    public void close() {
        close.run();
    }

    Load load() {
        List<String> metrics = List.of(endpoints()).stream()
                .map(endpoint -> Http.get(endpoint + "/metrics").body())
                .toList();
        return new Load(sum(metrics, "grpc_server_msg_received_total"), sum(metrics, "process_cpu_seconds_total"));
    }

    private static double sum(List<String> metrics, String name) {
        return metrics.stream().mapToDouble(text -> Usage.sum(text, name)).sum();
    }

    /** Starts to look for the second with the most requests. */
    PeakMeter measurePeak() {
        return new PeakMeter();
    }

    /** Asks etcd every second. */
    final class PeakMeter implements AutoCloseable {
        private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        private double last = load().requests();
        private long lastNanos = System.nanoTime();
        private volatile double peak;

        private PeakMeter() {
            executor.scheduleAtFixedRate(this::look, 1, 1, TimeUnit.SECONDS);
        }

        private synchronized void look() {
            double now = load().requests();
            long nanos = System.nanoTime();
            peak = Math.max(peak, (now - last) / Math.max(0.1, (nanos - lastNanos) / 1e9));
            last = now;
            lastNanos = nanos;
        }

        double peak() {
            return peak;
        }

        @Override
        public void close() {
            executor.shutdownNow();
            look();
        }
    }
}
