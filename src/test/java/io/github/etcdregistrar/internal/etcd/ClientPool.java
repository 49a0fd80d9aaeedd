package io.github.etcdregistrar.internal.etcd;

import io.github.etcdregistrar.internal.registration.EtcdClient;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Opens many clients, each with a connection of its own, on a few event loops. */
public final class ClientPool implements AutoCloseable {
    private final EventLoopGroup eventLoops;

    public ClientPool(int threads) {
        eventLoops = new NioEventLoopGroup(threads, new DefaultThreadFactory("fleet", true));
    }

    public EtcdClient open(EtcdClientConfig config) {
        return new GrpcEtcdClient(config, () -> new Connections(config, Optional.of(eventLoops)));
    }

    /** Ends the event loops. */
    @Override
    public void close() {
        eventLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
