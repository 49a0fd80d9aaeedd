package io.github.etcdregistrar.internal.registration;

import java.time.Duration;

/** The fake keeps the contract, so what is proven with it holds with the real one. */
class FakeEtcdTest extends KeepAliveContract {

    private final FakeClock clock = new FakeClock();
    private final FakeEtcd etcd = new FakeEtcd(clock, TIMEOUT);

    @Override
    protected EtcdClient open() {
        return etcd.open();
    }

    @Override
    protected void putByHand(String key, String value) {
        etcd.put(key, value, 0);
    }

    @Override
    protected void revokeByHand(long lease) {
        etcd.revokeLease(lease);
    }

    @Override
    protected void pass(Duration time) {
        clock.advance(time);
    }

    @Override
    protected void breakEtcd() {
        etcd.mode(FakeEtcd.Mode.REFUSING);
    }
}
