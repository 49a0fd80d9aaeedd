package io.github.etcdregistrar.internal.etcd;

import static io.github.etcdregistrar.ProblemCode.*;

import io.github.etcdregistrar.ProblemCode;
import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** What can go wrong with TLS. The JDK tells some of it by classes, and some by words only. */
final class TlsErrors {

    private static final String CLIENT_REFUSED = "(?s).*fatal alert: (bad_certificate|certificate_required|unknown_ca"
            + "|certificate_unknown|certificate_expired|unsupported_certificate|access_denied).*";

    private TlsErrors() {}

    /** What it is, if it tells. */
    static Optional<ProblemCode> code(Throwable e) {
        String words = ErrorTranslator.causes(e).map(Throwable::toString).collect(Collectors.joining(" "));
        if (ErrorTranslator.has(e, NotSslRecordException.class)) {
            return Optional.of(TLS_NOT_SPOKEN);
        }
        if (ErrorTranslator.has(e, CertificateExpiredException.class)
                || ErrorTranslator.has(e, CertificateNotYetValidException.class)) {
            return Optional.of(TLS_EXPIRED);
        }
        if (ErrorTranslator.has(e, CertPathBuilderException.class)
                || ErrorTranslator.has(e, CertPathValidatorException.class)) {
            return Optional.of(TLS_UNTRUSTED);
        }
        if (ErrorTranslator.has(e, CertificateException.class)) {
            return Optional.of(words.matches("(?s).*No (name|subject).*") ? TLS_WRONG_NAME : TLS_UNTRUSTED);
        }
        if (words.matches(CLIENT_REFUSED)) {
            return Optional.of(TLS_CLIENT_REFUSED);
        }
        return ErrorTranslator.has(e, SSLException.class) ? Optional.of(TLS_FAILED) : Optional.empty();
    }
}
