package io.github.etcdregistrar.internal.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The application server around us: asks each strategy until one answers. Never throws. */
public final class ServerRuntime {

    private static final Logger LOG = System.getLogger(ServerRuntime.class.getName());
    private static final List<RuntimeStrategy> PLATFORMS = List.of(new OpenLibertyStrategy(), new PayaraStrategy());

    private ServerRuntime() {}

    /**
     * The context root of our web module: a slash, or a path that begins with one. Called on the deploying thread.
     *
     * @param event the payload of the event of the application's start
     */
    public static Optional<String> contextRoot(Object event) {
        return ask(platform -> platform.contextRoot(event)).map(root -> "/" + root.replaceAll("^/+|/+$", ""));
    }

    /** Where the server serves applications, preferably without TLS. Can take a while. */
    public static Optional<HttpListener> listener() {
        return ask(platform -> HttpListener.preferred(platform.listeners()));
    }

    /**
     * Whether our web module answers HTTP requests, and nothing else in its place; empty if the server does not
     * tell.
     */
    static Optional<Boolean> serves() {
        return ask(RuntimeStrategy::serves);
    }

    private static <T> Optional<T> ask(Question<T> question) {
        return PLATFORMS.stream()
                .flatMap(platform -> answer(platform.getClass().getSimpleName(), () -> question.to(platform)).stream())
                .findFirst();
    }

    /**
     * Asks a server in one way. One that throws, whatever it throws, has no answer.
     *
     * @param what is asked, for the log
     * @throws VirtualMachineError if the JVM is out of memory or the like, which no other way would mend
     */
    static <T> Optional<T> answer(String what, Callable<Optional<T>> way) {
        try {
            return way.call();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) { // MBeans and services of the server throw errors that are no LinkageErrors.
            LOG.log(Level.DEBUG, () -> what + " has no answer: another way is asked", e);
            return Optional.empty();
        }
    }

    private interface Question<T> {
        Optional<T> to(RuntimeStrategy platform) throws Exception;
    }
}
