package io.github.etcdregistrar.registration;

/** The fake keeps the contract, so what is proven with it holds with the real one. */
class FakeEtcdTest extends RegistryContract {

    private final FakeEtcd etcd = new FakeEtcd(new FakeClock(), TIMEOUT);

    @Override
    protected Registry open() {
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
