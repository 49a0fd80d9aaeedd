package io.github.etcdregistrar.internal.registration;

/** The fake keeps the contract, so what is proven with it holds with the real one. */
class FakeEtcdTest extends EtcdClientContract {

    private final FakeEtcd etcd = new FakeEtcd(new FakeClock(), TIMEOUT);

    @Override
    protected EtcdClient open() {
        return etcd.open();
    }

    @Override
    protected void putByHand(String key, String value) {
        etcd.put(key, value, 0);
    }

    @Override
    protected void breakEtcd() {
        etcd.mode(FakeEtcd.Mode.REFUSING);
    }
}
