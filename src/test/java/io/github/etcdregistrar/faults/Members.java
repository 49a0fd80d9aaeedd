package io.github.etcdregistrar.faults;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdCluster;
import io.github.etcdregistrar.testing.EtcdPorts;
import java.util.List;

/** An etcd of one member or of three, whichever a case is played on. */
final class Members implements AutoCloseable {
    private final List<Etcd> all;
    private final EtcdCluster cluster;

    private Members(List<Etcd> all, EtcdCluster cluster) {
        this.all = all;
        this.cluster = cluster;
    }

    /** One member that is not running yet, or three that are: a cluster cannot be founded later. */
    static Members of(int size) {
        if (size == 1) {
            return new Members(List.of(Etcd.stopped(EtcdPorts.free())), null);
        }
        EtcdCluster cluster = EtcdCluster.start();
        return new Members(cluster.members(), cluster);
    }

    List<Etcd> all() {
        return all;
    }

    Etcd get(int index) {
        return all.get(index);
    }

    /** The member that leads: the only one, or the leader of three. */
    Etcd leader() {
        return cluster == null ? all.get(0) : cluster.leader();
    }

    String[] endpoints() {
        return all.stream().map(Etcd::endpoint).toArray(String[]::new);
    }

    /** Starts all that are not running and waits until they answer linearizable reads. */
    void start() {
        launch();
        all.forEach(Etcd::awaitReady);
    }

    /** Starts all that are not running. */
    void launch() {
        all.forEach(Etcd::launch);
    }

    void stop() {
        all.parallelStream().forEach(Etcd::stop);
    }

    void kill() {
        all.forEach(Etcd::kill);
    }

    void wipe() {
        all.forEach(Etcd::wipe);
    }

    void freeze() {
        all.forEach(Etcd::freeze);
    }

    void thaw() {
        all.stream().filter(Etcd::isRunning).forEach(Etcd::thaw);
    }

    @Override
    public void close() {
        all.forEach(Etcd::close);
    }
}
