package io.github.etcdregistrar.internal.discovery;

import io.github.etcdregistrar.internal.registration.FakeClock;
import io.github.etcdregistrar.internal.registration.PrefixClient;
import java.time.Duration;

/** The fake keeps the contract, so what is proven with it holds with the real one. */
class FakeKeyspaceTest extends PrefixClientContract {

    private final FakeKeyspace etcd = new FakeKeyspace(new FakeClock(), Duration.ofSeconds(1));

    @Override
    protected PrefixClient client() {
        return etcd;
    }

    @Override
    protected void put(String key, String value) {
        etcd.put(key, value);
    }

    @Override
    protected void delete(String key) {
        etcd.delete(key);
    }

    @Override
    protected void compact() {
        etcd.compact();
    }

    @Override
    protected void breakEtcd() {
        etcd.mode(FakeKeyspace.Mode.REFUSING);
    }
}
