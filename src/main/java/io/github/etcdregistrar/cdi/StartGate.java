package io.github.etcdregistrar.cdi;

import io.github.etcdregistrar.platform.HttpAnswer;
import java.util.Optional;

/** Closed until the server answers for this application at its own HTTP port. Open where that is not known. */
final class StartGate implements Gate {

    private final ThisApplication application;
    private Optional<HttpAnswer> answer = Optional.empty();

    StartGate(ThisApplication application) {
        this.application = application;
    }

    @Override
    public String asked() {
        return "this server";
    }

    @Override
    public Optional<String> closed() {
        answer = answer.or(() -> application.listener().map(found -> new HttpAnswer(found, application.contextRoot())));
        return answer.flatMap(http -> http.notYet(application.addresses()));
    }

    @Override
    public boolean staysOpen() {
        return true;
    }
}
