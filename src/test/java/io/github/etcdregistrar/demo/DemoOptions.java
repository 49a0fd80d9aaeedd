package io.github.etcdregistrar.demo;

import io.github.etcdregistrar.testing.servers.AppServer;
import io.github.etcdregistrar.testing.servers.OpenLiberty;
import io.github.etcdregistrar.testing.servers.PayaraMicro;
import io.github.etcdregistrar.testing.servers.Runtimes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What was asked for on the command line: which server, whether there is a story, and for how long. */
record DemoOptions(boolean payara, boolean story, Duration limit) {
    static final String USAGE = "usage: demo [liberty|payara] [--story] [--seconds N]";

    private static final Duration NO_LIMIT = Duration.ofDays(365);

    /** Empty where the arguments make no sense. */
    static Optional<DemoOptions> parse(String... arguments) {
        DemoOptions options = new DemoOptions(false, false, NO_LIMIT);
        for (int i = 0; i < arguments.length; i++) {
            boolean hasNumber = i + 1 < arguments.length && arguments[i + 1].matches("\\d{1,6}");
            if (arguments[i].equals("liberty") || arguments[i].equals("payara")) {
                options = new DemoOptions(arguments[i].equals("payara"), options.story(), options.limit());
            } else if (arguments[i].equals("--story")) {
                options = new DemoOptions(options.payara(), true, options.limit());
            } else if (arguments[i].equals("--seconds") && hasNumber) {
                options = new DemoOptions(
                        options.payara(), options.story(), Duration.ofSeconds(Long.parseLong(arguments[++i])));
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(options);
    }

    AppServer newServer() {
        return payara ? new PayaraMicro() : new OpenLiberty();
    }

    /** The sample's name, which is its context root, too. */
    String application() {
        return payara ? "payara-sample" : "liberty-sample";
    }

    Path war() {
        return payara ? Runtimes.payaraSample() : Runtimes.libertySample();
    }
}
