package io.github.etcdregistrar.internal.etcd;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** The keys of a client, if it has any; and it notices when it is asked for one. */
final class ClientKeys extends X509ExtendedKeyManager {

    private final Optional<X509ExtendedKeyManager> keys;
    private final Runnable onAsked;

    ClientKeys(Optional<X509ExtendedKeyManager> keys, Runnable onAsked) {
        this.keys = keys;
        this.onAsked = onAsked;
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
        onAsked.run();
        return of(manager -> manager.chooseEngineClientAlias(types, issuers, engine));
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        onAsked.run();
        return of(manager -> manager.chooseClientAlias(types, issuers, socket));
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
        return of(manager -> manager.getClientAliases(type, issuers));
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return of(manager -> manager.getCertificateChain(alias));
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return of(manager -> manager.getPrivateKey(alias));
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException();
    }

    private <T> T of(Function<X509ExtendedKeyManager, T> question) {
        return keys.map(question).orElse(null);
    }
}
