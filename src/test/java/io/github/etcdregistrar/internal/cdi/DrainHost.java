package io.github.etcdregistrar.internal.cdi;

import io.github.etcdregistrar.internal.runtime.TerminationHooks;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * An application in a JVM to be ended by SIGTERM: its arguments are etcd's endpoint and the drain. It prints its state
 * whenever that changes, and "over" when the drain is. It is closed when its standard input ends, but the JVM lives on.
 */
public final class DrainHost {
    private DrainHost() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        // Before ours there is one that only tells, so that the end of the drain can be told from that of the JVM.
        TerminationHooks.before(() -> System.out.println("over"));
        Application application = Application.start(
                Map.of("endpoints", arguments[0], "ttl", "60s", "drain", arguments[1]), StatePrinter.class);
        while (System.in.read() >= 0) {
            continue;
        }
        application.close();
        new CountDownLatch(1).await();
    }
}
