package io.github.etcdregistrar.benchmark;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdCluster;
import io.github.etcdregistrar.testing.servers.Http;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/** One etcd or three, which can all restart at once. */
abstract class FleetEtcd implements AutoCloseable {

    /**
     * What etcd has done since it started.
     *
     * @param requests the messages that its members have received from clients
     * @param cpuSeconds the processor time of all members
     */
    record Load(double requests, double cpuSeconds) {}

    static FleetEtcd start(int members) {
        return members == 1 ? new One() : new Three();
    }

    abstract String[] endpoints();

    abstract void kill();

    abstract void wipe();

    abstract void restart();

    @Override
    public abstract void close();

    Load load() {
        List<String> metrics = List.of(endpoints()).stream()
                .map(endpoint -> Http.get(endpoint + "/metrics").body())
                .toList();
        return new Load(sum(metrics, "grpc_server_msg_received_total"), sum(metrics, "process_cpu_seconds_total"));
    }

    private static double sum(List<String> metrics, String name) {
        return metrics.stream()
                .flatMapToDouble(text -> DoubleStream.of(Usage.sum(text, name)))
                .sum();
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

    private static final class One extends FleetEtcd {
        private final Etcd etcd = Etcd.start();

        @Override
        String[] endpoints() {
            return new String[] {etcd.endpoint()};
        }

        @Override
        void kill() {
            etcd.kill();
        }

        @Override
        void wipe() {
            etcd.wipe();
        }

        @Override
        void restart() {
            etcd.restart();
        }

        @Override
        public void close() {
            etcd.close();
        }
    }

    private static final class Three extends FleetEtcd {
        private final EtcdCluster etcd = EtcdCluster.start();

        @Override
        String[] endpoints() {
            return etcd.endpoints();
        }

        @Override
        void kill() {
            etcd.kill();
        }

        @Override
        void wipe() {
            etcd.wipe();
        }

        @Override
        void restart() {
            etcd.restart();
        }

        @Override
        public void close() {
            etcd.close();
        }
    }
}
