package io.github.etcdregistrar.testing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.api.ClusterGrpc;
import io.etcd.jetcd.api.MaintenanceGrpc;
import io.etcd.jetcd.api.Member;
import io.etcd.jetcd.api.MemberAddRequest;
import io.etcd.jetcd.api.MemberListRequest;
import io.etcd.jetcd.api.MemberRemoveRequest;
import io.etcd.jetcd.api.StatusRequest;
import io.etcd.jetcd.api.StatusResponse;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A real etcd cluster of three members on loopback. Each can be stopped, killed, frozen and started again by itself;
 * those that were all down must be {@linkplain #restart() started together}, for one alone cannot answer.
 */
public final class EtcdCluster implements AutoCloseable {
    private static final int SIZE = 3;
    private static final long TIMEOUT_MS = 3000;

    private final List<Etcd> members = new ArrayList<>();
    private final List<EtcdMember> descriptions;

    private EtcdCluster(EtcdBinary binary) {
        List<Integer> peerPorts =
                IntStream.range(0, SIZE).mapToObj(i -> EtcdPorts.free()).toList();
        String all = IntStream.range(0, SIZE)
                .mapToObj(i -> "m" + i + "=" + EtcdMember.url(peerPorts.get(i)))
                .collect(Collectors.joining(","));
        descriptions = IntStream.range(0, SIZE)
                .mapToObj(i -> new EtcdMember("m" + i, EtcdPorts.free(), peerPorts.get(i), all))
                .toList();
        descriptions.forEach(description -> members.add(new Etcd(binary, description)));
    }

    /** A new cluster, all of whose members answer. */
    public static EtcdCluster start() {
        EtcdCluster cluster = new EtcdCluster(EtcdBinary.find());
        try {
            cluster.restart();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** The members, always in the same order. */
    public List<Etcd> members() {
        return List.copyOf(members);
    }

    /** One of the members, from 0 to 2. */
    public Etcd member(int index) {
        return members.get(index);
    }

    /** The members' addresses for clients. */
    public String[] endpoints() {
        return members.stream().map(Etcd::endpoint).toArray(String[]::new);
    }

    /** The member that the others, or a quorum of them, follow at this moment. */
    public Etcd leader() {
        return await("a member that says it leads")
                .atMost(20, SECONDS)
                .pollDelay(Duration.ZERO)
                .until(this::leaderNow, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<Etcd> leaderNow() {
        return members.stream().filter(EtcdCluster::leads).findFirst();
    }

    private static boolean leads(Etcd member) {
        try (EtcdConnection connection = new EtcdConnection(List.of(member.endpoint()), TIMEOUT_MS)) {
            StatusResponse status = connection.call(
                    MaintenanceGrpc::newBlockingStub, stub -> stub.status(StatusRequest.getDefaultInstance()));
            return status.getLeader() != 0
                    && status.getLeader() == status.getHeader().getMemberId();
        } catch (StatusRuntimeException e) {
            return false; // down or frozen
        }
    }

    /** Starts all that are not running, together, and waits until every one answers. */
    public void restart() {
        members.forEach(Etcd::launch);
        members.forEach(Etcd::awaitReady);
    }

    /** Stops all members by SIGTERM; their data stay. */
    public void stop() {
        members.parallelStream().forEach(Etcd::stop);
    }

    /** Kills all members; their data stay. */
    public void kill() {
        members.forEach(Etcd::kill);
    }

    /** Deletes the data of all members, none of which may be running: {@link #restart()} founds a new cluster. */
    public void wipe() {
        members.forEach(Etcd::wipe);
    }

    /**
     * Starts a member whose data were wiped while the others ran on. They know it by an identity that went with its
     * data, so, as an administrator would, this removes it from the cluster and adds it anew.
     */
    public void rejoin(int index) {
        List<String> others = members.stream()
                .filter(member -> member != members.get(index))
                .map(Etcd::endpoint)
                .toList();
        EtcdMember description = descriptions.get(index);
        try (EtcdConnection connection = new EtcdConnection(others, TIMEOUT_MS)) {
            long old = connection
                    .call(ClusterGrpc::newBlockingStub, stub -> stub.memberList(MemberListRequest.getDefaultInstance()))
                    .getMembersList()
                    .stream()
                    .filter(member -> member.getPeerURLsList().contains(description.peerUrl()))
                    .mapToLong(Member::getID)
                    .findFirst()
                    .orElseThrow();
            MemberRemoveRequest remove =
                    MemberRemoveRequest.newBuilder().setID(old).build();
            connection.call(ClusterGrpc::newBlockingStub, stub -> stub.memberRemove(remove));
            MemberAddRequest add = MemberAddRequest.newBuilder()
                    .addPeerURLs(description.peerUrl())
                    .build();
            connection.call(ClusterGrpc::newBlockingStub, stub -> stub.memberAdd(add));
        }
        members.get(index).launch(true);
        members.get(index).awaitReady();
    }

    @Override
    public void close() {
        members.forEach(Etcd::close);
    }
}
