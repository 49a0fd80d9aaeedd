package io.github.etcdregistrar.internal.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

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
        for (RuntimeStrategy platform : PLATFORMS) {
            try {
                Optional<T> answer = question.to(platform);
                if (answer.isPresent()) {
                    return answer;
                }
            } catch (Exception | LinkageError e) {
                LOG.log(Level.DEBUG, "This is not " + platform.getClass().getSimpleName() + " as we know it", e);
            }
        }
        return Optional.empty();
    }

    private interface Question<T> {
        Optional<T> to(RuntimeStrategy platform) throws Exception;
    }
}
