package io.github.etcdregistrar.demo;

import io.github.etcdregistrar.testing.Etcd;
import io.github.etcdregistrar.testing.EtcdView.Kind;
import io.github.etcdregistrar.testing.servers.AppServer;
import java.time.Duration;

/** What the page shows when an instance dies, and when etcd is away: a minute, with time to look between the scenes. */
final class Story {
    private static final Duration LOOK = Duration.ofSeconds(Integer.getInteger("demo.look", 6));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Etcd etcd;
    private final Fleet fleet;
    private final ChangeFollower changes;
    private final Screen screen;

    Story(Etcd etcd, Fleet fleet, ChangeFollower changes, Screen screen) {
        this.etcd = etcd;
        this.fleet = fleet;
        this.changes = changes;
        this.screen = screen;
    }

    void play() throws InterruptedException {
        AppServer victim = fleet.last();
        tell("begins: look at " + fleet.page(fleet.first()));
        look();

        tell("kill -9 " + victim.pid() + ": nobody renews the lease of " + victim.url() + ", and it expires");
        long killed = System.nanoTime();
        victim.kill();
        changes.await(Kind.DELETE, 1, killed, PATIENCE);
        look();

        tell("the same server starts again: another instance, with a lease of its own");
        long started = System.nanoTime();
        fleet.start(victim);
        changes.await(Kind.PUT, 1, started, PATIENCE);
        look();

        tell("etcd stops: the page says so, the list stays, and the instances still find each other");
        etcd.stop();
        look();
        look();

        tell("etcd starts again, with its data: the leases are renewed, no key was missing, and the list is true");
        etcd.restart();
        look();
        tell("ends. On the page are buttons to go on with");
    }

    private void tell(String what) {
        screen.happened("story", what);
    }

    private void look() throws InterruptedException {
        Thread.sleep(LOOK.toMillis());
        fleet.watch();
    }
}
