package io.github.etcdregistrar.internal.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The application server that we are in. It tells what one of the platforms that we know can tell, and never fails. */
public final class ServerRuntime {

    private static final Logger LOG = System.getLogger(ServerRuntime.class.getName());
    private static final List<RuntimeStrategy> PLATFORMS = List.of(new OpenLibertyStrategy(), new PayaraStrategy());

    private ServerRuntime() {}

    /**
     * The context root of the web module that our jar is in: a slash, or a path that begins with one. To be asked on the
     * thread that deploys the application.
     *
     * @param event what the application's start was announced with
     */
    public static Optional<String> contextRoot(Object event) {
        return ask(platform -> platform.contextRoot(event)).map(root -> "/" + root.replaceAll("^/+|/+$", ""));
    }

    /** Where the server serves applications, with HTTP if it does. Can take a while. */
    public static Optional<HttpListener> listener() {
        return ask(platform -> HttpListener.preferred(platform.listeners()));
    }

    /**
     * Whether what answers HTTP requests by now is the web module that our jar is in, and nothing that answers in its place
     * until it has started. Nothing if the server does not tell.
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
