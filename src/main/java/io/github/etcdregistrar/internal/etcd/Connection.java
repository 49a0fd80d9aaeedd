package io.github.etcdregistrar.internal.etcd;

import io.github.etcdregistrar.ProblemCode;
import io.github.etcdregistrar.internal.endpoint.Endpoint;
import io.github.etcdregistrar.internal.registration.EtcdClientConfig;
import io.github.etcdregistrar.internal.registration.EtcdUnavailableException;
import io.github.etcdregistrar.internal.registration.TlsConfig;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One connection to one address of one endpoint. */
final class Connection {

    /**
     * Logs at INFO, in every deployment, that there is no epoll, which we do not use. java.util.logging refers to loggers
     * weakly: without this field the level would be lost, here and below.
     */
    private static final Logger CHATTY = Logger.getLogger("io.grpc.netty.TcpMetrics");

    /** Logs every frame at FINE, tokens and passwords, too. */
    private static final Logger FRAMES = Logger.getLogger("io.grpc.netty.NettyClientHandler");

    /**
     * How long a connection can be silent before a ping asks whether it lives, so that with a long TTL a dead watch does not
     * wait for the next renewal. The shortest that gRPC takes; etcd takes 5 s. Never sent at the default TTL.
     */
    private static final Duration PING_AFTER = Duration.ofSeconds(10);

    static {
        // Open Liberty gives each logger a level, INFO by default.
        if (CHATTY.getLevel() == null || CHATTY.getLevel().equals(Level.INFO)) {
            CHATTY.setLevel(Level.WARNING);
        }
    }

    private final Target target;
    private final ManagedChannel channel;
    private final EventLoopGroup eventLoop;
    private final AtomicBoolean askedForCertificate;
    private volatile boolean answered;
    private KeepAliveStream keepAlive;

    private Connection(
            Target target, ManagedChannel channel, EventLoopGroup eventLoop, AtomicBoolean askedForCertificate) {
        this.target = target;
        this.channel = channel;
        this.eventLoop = eventLoop;
        this.askedForCertificate = askedForCertificate;
    }

    /**
     * Opens a connection. The first call connects.
     *
     * @param connectLimit how long connecting may take
     * @throws EtcdUnavailableException if the files of TLS cannot be read
     */
    static Connection open(Target target, EtcdClientConfig settings, EventLoopGroup eventLoop, Duration connectLimit)
            throws EtcdUnavailableException {
        // Each time: a server that reads its logging configuration again resets it.
        FRAMES.setLevel(Level.INFO);
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(target.address())
                .overrideAuthority(target.endpoint().authority())
                .eventLoopGroup(eventLoop)
                .channelType(NioSocketChannel.class)
                .directExecutor()
                // https.proxyHost is for the internet, and etcd is not there.
                .proxyDetector(address -> null)
                // Fixed, so that no ping follows each answer to measure the bandwidth.
                .flowControlWindow(NettyChannelBuilder.DEFAULT_FLOW_CONTROL_WINDOW)
                .keepAliveTime(PING_AFTER.toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(settings.requestTimeout().toNanos(), TimeUnit.NANOSECONDS)
                // A message a second needs no pool, whose memory would be held as long as the connection.
                .withOption(ChannelOption.ALLOCATOR, new UnpooledByteBufAllocator(false))
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectLimit.toMillis()));
        AtomicBoolean asked = new AtomicBoolean();
        if (target.endpoint().tls()) {
            TlsConfig tls = tls(settings);
            tls.authority().ifPresent(builder::overrideAuthority);
            builder.sslContext(TlsContexts.of(tls, () -> asked.set(true)));
        } else {
            builder.usePlaintext();
        }
        return new Connection(target, builder.build(), eventLoop, asked);
    }

    private static TlsConfig tls(EtcdClientConfig settings) throws EtcdUnavailableException {
        try {
            return settings.tls().get();
        } catch (RuntimeException e) {
            String message = "etcd.registrar.tls.* cannot be read from the configuration: " + e.getClass();
            throw new EtcdUnavailableException(ProblemCode.TLS_SETTINGS, message, e);
        }
    }

    Target target() {
        return target;
    }

    Endpoint endpoint() {
        return target.endpoint();
    }

    InetSocketAddress address() {
        return target.address();
    }

    ManagedChannel channel() {
        return channel;
    }

    /** The stream of renewals on this connection, opened if there is none that is of use. */
    synchronized KeepAliveStream keepAlive(Channel identified) {
        if (keepAlive == null || !keepAlive.isUsable()) {
            keepAlive = KeepAliveStream.open(identified);
        }
        return keepAlive;
    }

    /** The stream of renewals, if it has answered two, and so can be trusted to answer others. */
    synchronized Optional<KeepAliveStream> provenKeepAlive() {
        return Optional.ofNullable(keepAlive).filter(stream -> stream.isUsable() && stream.answers() > 1);
    }

    /** The thread of this connection. */
    ScheduledExecutorService eventLoop() {
        return eventLoop.next();
    }

    /** Whether etcd has asked for our certificate. */
    boolean askedForCertificate() {
        return askedForCertificate.get();
    }

    /** Notes that a call was answered. */
    void answered() {
        answered = true;
    }

    /** Whether any call has been answered. */
    boolean hasAnswered() {
        return answered;
    }
}
