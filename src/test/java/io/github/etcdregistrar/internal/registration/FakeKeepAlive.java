package io.github.etcdregistrar.internal.registration;

import java.time.Duration;

/** The stream of renewals of one connection to a {@link FakeEtcd}, from one explicit renewal to the next. */
final class FakeKeepAlive {

    private final FakeEtcd etcd;
    private final FakeClock clock;
    private boolean ended;
    private boolean timedOut;

    FakeKeepAlive(FakeEtcd etcd, FakeClock clock) {
        this.etcd = etcd;
        this.clock = clock;
    }

    void start(long lease, Duration delay, Duration interval, int times, KeepAliveListener listener) {
        clock.at(clock.nanos() + delay.toNanos(), () -> renew(lease, interval, times, listener));
    }

    /** Ends it. Returns whether a renewal was not answered. */
    boolean end() {
        ended = true;
        return timedOut;
    }

    private void renew(long lease, Duration interval, int times, KeepAliveListener listener) {
        if (ended) {
            return;
        }
        listener.sending();
        long sent = clock.nanos();
        etcd.renewWithoutWaiting(lease, new FakeEtcd.Answer() {
            @Override
            public void renewed(Duration ttl) {
                listener.renewed(ttl);
                if (times > 1) {
                    clock.at(sent + interval.toNanos(), () -> renew(lease, interval, times - 1, listener));
                }
            }

            @Override
            public void failed(boolean silent) {
                timedOut = silent;
                if (!ended) {
                    listener.failed();
                }
            }
        });
    }
}
