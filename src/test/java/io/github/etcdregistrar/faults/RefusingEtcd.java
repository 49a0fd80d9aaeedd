package io.github.etcdregistrar.faults;

import io.github.etcdregistrar.testing.EtcdPorts;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers every request as an etcd that is asked too much, which a real one cannot easily be made to. */
public final class RefusingEtcd implements AutoCloseable {
    private static final Status TOO_MANY = Status.RESOURCE_EXHAUSTED.withDescription("etcdserver: too many requests");

    private final AtomicInteger requests = new AtomicInteger();
    private final int port = EtcdPorts.free();
    private final Server server;

    public RefusingEtcd() {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .fallbackHandlerRegistry(new Everything())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** How many requests have come. */
    int requests() {
        return requests.get();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** Knows every method, and what it gets and answers are bytes. */
    private final class Everything extends HandlerRegistry {
        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String name, String authority) {
            MethodDescriptor<InputStream, InputStream> method = MethodDescriptor.<InputStream, InputStream>newBuilder(
                            new Bytes(), new Bytes())
                    .setType(MethodDescriptor.MethodType.UNKNOWN)
                    .setFullMethodName(name)
                    .build();
            return ServerMethodDefinition.create(method, (call, headers) -> {
                requests.incrementAndGet();
                call.close(TOO_MANY, new Metadata());
                return new ServerCall.Listener<>() {};
            });
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<InputStream> {
        @Override
        public InputStream stream(InputStream value) {
            return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
            return new ByteArrayInputStream(new byte[0]);
        }
    }
}
