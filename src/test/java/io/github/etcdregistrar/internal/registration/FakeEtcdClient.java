package io.github.etcdregistrar.internal.registration;

import io.github.etcdregistrar.Entry;
import io.github.etcdregistrar.ProblemCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One client of a {@link FakeEtcd}. */
final class FakeEtcdClient implements EtcdClient {

    private final FakeEtcd etcd;
    private boolean prepared;
    /** How many renewals in a row were answered. */
    private int answers;

    private Optional<FakeKeepAlive> keepAlive = Optional.empty();

    FakeEtcdClient(FakeEtcd etcd) {
        this.etcd = etcd;
    }

    @Override
    public void prepare() throws EtcdUnavailableException {
        if (prepared) {
            return;
        }
        try {
            etcd.answer(() -> null);
        } catch (LeaseLostException e) {
            throw new AssertionError(e);
        }
        prepared = true;
        etcd.whilePreparing.run();
    }

    @Override
    public Duration grant(long lease, Duration ttl) throws EtcdUnavailableException {
        try {
            return etcd.answer(() -> {
                Duration granted = ttl.compareTo(etcd.shortestTtl) < 0 ? etcd.shortestTtl : ttl;
                etcd.grantLease(lease, granted);
                return granted;
            });
        } catch (LeaseLostException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Duration renew(long lease) throws LeaseLostException, EtcdUnavailableException {
        boolean timedOut = keepAlive.filter(FakeKeepAlive::end).isPresent();
        int answersBefore = answers;
        answers = 0;
        keepAlive = Optional.empty();
        if (timedOut) {
            throw FakeEtcd.unavailable(ProblemCode.TIMEOUT);
        }
        etcd.duringNextRenewal.run();
        Duration ttl = etcd.answer(() -> {
            if (!etcd.leases.containsKey(lease)) {
                throw new LeaseLostException(lease);
            }
            etcd.renew(lease);
            return etcd.ttl(lease);
        });
        answers = answersBefore + 1;
        return ttl;
    }

    @Override
    public boolean keepAlive(long lease, Duration delay, Duration interval, int times, KeepAliveListener listener) {
        keepAlive.ifPresent(FakeKeepAlive::end);
        keepAlive = answers < 2 ? Optional.empty() : Optional.of(new FakeKeepAlive(etcd, etcd.clock));
        if (etcd.renewsByItself) {
            keepAlive.ifPresent(stream -> stream.start(lease, delay, interval, times, listener));
        }
        return keepAlive.isPresent();
    }

    @Override
    public Map<String, Entry> read(Object reader, Set<String> keys, Runnable onChange) throws EtcdUnavailableException {
        etcd.duringNextRead.run();
        if (!etcd.readsAnswered || keys.stream().anyMatch(etcd.forbidden::contains)) {
            throw FakeEtcd.unavailable(ProblemCode.PERMISSION_DENIED);
        }
        try {
            return etcd.answer(() -> {
                Map<String, Entry> found = new HashMap<>(etcd.entries);
                found.keySet().retainAll(keys);
                etcd.watch(reader, keys, onChange);
                return found;
            });
        } catch (LeaseLostException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void unwatch(Object reader) {
        etcd.unwatch(reader);
    }

    @Override
    public boolean put(long lease, Map<String, String> values, Set<String> obsolete, Map<String, Entry> found)
            throws LeaseLostException, EtcdUnavailableException {
        etcd.beforeNextPut.run();
        if (values.keySet().stream().anyMatch(etcd.forbidden::contains)) {
            throw FakeEtcd.unavailable(ProblemCode.PERMISSION_DENIED);
        }
        if (!etcd.spaceLeft) {
            throw FakeEtcd.unavailable(ProblemCode.OUT_OF_SPACE);
        }
        return etcd.answer(() -> {
            if (!values.isEmpty() && !etcd.leases.containsKey(lease)) {
                throw new LeaseLostException(lease);
            }
            return etcd.putIf(lease, values, obsolete, found);
        });
    }

    @Override
    public void revoke(long lease, Duration timeout) throws EtcdUnavailableException {
        keepAlive.ifPresent(FakeKeepAlive::end);
        if (etcd.entries.values().stream()
                .anyMatch(entry -> entry.lease() == lease && etcd.forbidden.contains(entry.key()))) {
            throw FakeEtcd.unavailable(ProblemCode.PERMISSION_DENIED);
        }
        try {
            etcd.answer(timeout, () -> {
                etcd.revokeLease(lease);
                return null;
            });
        } catch (LeaseLostException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public PrefixClient prefixes() {
        throw new UnsupportedOperationException("the tests of the discovery have a fake of their own");
    }

    @Override
    public void close() {
        etcd.openRegistries--;
    }
}
