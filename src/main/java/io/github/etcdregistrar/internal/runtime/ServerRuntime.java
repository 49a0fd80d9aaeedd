package io.github.etcdregistrar.internal.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

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
