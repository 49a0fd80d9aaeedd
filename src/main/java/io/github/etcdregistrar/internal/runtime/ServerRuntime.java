package io.github.etcdregistrar.internal.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** The application server around us: asks each strategy until one answers. Never throws. */
public final class ServerRuntime {

    private static final Logger LOG = System.getLogger(ServerRuntime.class.getName());

    private final Object event;
    private final List<RuntimeStrategy> strategies;
    private final Optional<String> contextRoot;
    private final boolean tellsStartup;

    private volatile boolean started;
    private Optional<HttpListener> listener = Optional.empty();

    /**
     * Asks on the deploying thread what only this one is told.
     *
     * @param event the payload of the event of the application's start
     * @param configuration the value of a property of the application's configuration
     */
    public ServerRuntime(Object event, Function<String, Optional<String>> configuration) {
        this(
                event,
                List.of(
                        new OpenLibertyStrategy(),
                        new PayaraStrategy(),
                        new WildFlyStrategy(),
                        new TomcatStrategy(),
                        new JettyStrategy(),
                        new HelidonStrategy(),
                        new QuarkusStrategy(configuration),
                        new ServletStrategy()),
                isClass("jakarta.enterprise.event.Startup"));
    }

    ServerRuntime(Object event, List<RuntimeStrategy> strategies, boolean tellsStartup) {
        this.event = event;
        this.strategies = strategies;
        this.tellsStartup = tellsStartup;
        this.contextRoot =
                ask(strategy -> strategy.contextRoot(event)).map(root -> "/" + root.replaceAll("^/+|/+$", ""));
    }

    /** The context root of our web module: a slash, or a path that begins with one. */
    public Optional<String> contextRoot() {
        return contextRoot;
    }

    /** Where the server serves applications, preferably without TLS. Can take a while. */
    public synchronized Optional<HttpListener> listener() {
        if (listener.isEmpty()) {
            listener = ask(strategy -> HttpListener.preferred(strategy.listeners(event)));
        }
        return listener;
    }

    /**
     * Whether our web module answers HTTP requests, and nothing else in its place; empty if the server does not
     * tell.
     */
    public Optional<Boolean> serves() {
        return ask(strategy -> strategy.serves(event));
    }

    /** Takes note of CDI's event {@code Startup}. */
    public void started() {
        started = true;
    }

    /** What the start of the application waits for, as far as CDI and servlets tell; empty if it has started. */
    public Optional<String> startingReason() {
        if (tellsStartup && !started) {
            return Optional.of("the application is starting: CDI's event Startup has not come yet");
        }
        return contextRoot.isPresent() && serves().equals(Optional.of(false))
                ? Optional.of("the application is starting: its servlets are not initialized yet")
                : Optional.empty();
    }

    /** Whether this is Open Liberty, where features can be added. */
    public static boolean isOpenLiberty() {
        return OpenLibertyStrategy.isHere();
    }

    /** Whether the event of the application's start can come in the build, and so only {@code Startup} is the start. */
    public static boolean startsInBuild() {
        return QuarkusStrategy.isHere();
    }

    private <T> Optional<T> ask(Question<T> question) {
        for (RuntimeStrategy strategy : strategies) {
            Optional<T> answer = answer(strategy.getClass().getSimpleName(), () -> question.to(strategy));
            if (answer.isPresent()) {
                return answer;
            }
        }
        return Optional.empty();
    }

    /** Whether a class is visible to the application. */
    static boolean isClass(String name) {
        return answer(name, () -> Optional.of(Class.forName(name, false, ServerRuntime.class.getClassLoader())))
                .isPresent();
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
        Optional<T> to(RuntimeStrategy strategy) throws Exception;
    }
}
