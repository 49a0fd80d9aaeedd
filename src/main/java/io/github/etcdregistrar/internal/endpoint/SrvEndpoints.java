package io.github.etcdregistrar.internal.endpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.spi.InitialContextFactory;

/**
 * Finds etcd's members by the SRV records of a domain, as etcd's own clients do: {@code _etcd-client-ssl._tcp} for those
 * that speak TLS, {@code _etcd-client._tcp} for the others.
 *
 * @see <a href="https://etcd.io/docs/v3.5/op-guide/clustering/#dns-discovery">DNS discovery in etcd's documentation</a>
 */
public final class SrvEndpoints implements EndpointSource {

    private static final String DNS = "com.sun.jndi.dns.DnsContextFactory";
    /** In milliseconds, for the first question to each server; the JDK doubles it for the second. */
    private static final String TIMEOUT = "250";

    private static final String ATTEMPTS = "2";

    private final String domain;
    private final Map<String, String> settings;

    /**
     * Asks the DNS servers of this machine.
     *
     * @param domain such as {@code example.com}
     */
    public SrvEndpoints(String domain) {
        this(domain, Map.of());
    }

    /**
     * Asks DNS with other settings.
     *
     * @param settings of the JDK's DNS provider for JNDI
     */
    SrvEndpoints(String domain, Map<String, String> settings) {
        this.domain = domain;
        this.settings = settings;
    }

    @Override
    public List<Endpoint> endpoints() throws IOException {
        List<Endpoint> found = new ArrayList<>();
        try {
            DirContext dns = dns();
            try {
                found.addAll(lookUp(dns, "_etcd-client-ssl._tcp.", true));
                found.addAll(lookUp(dns, "_etcd-client._tcp.", false));
            } finally {
                dns.close();
            }
        } catch (NamingException e) {
            throw new IOException("DNS does not answer for the SRV records of " + domain + ": " + reason(e), e);
        }
        if (found.isEmpty()) {
            throw new IOException(
                    "DNS has no SRV record _etcd-client._tcp." + domain + " or _etcd-client-ssl._tcp." + domain);
        }
        return found;
    }

    private List<Endpoint> lookUp(DirContext dns, String service, boolean tls) throws NamingException {
        Attribute records;
        try {
            records = dns.getAttributes(service + domain, new String[] {"SRV"}).get("SRV");
        } catch (NameNotFoundException e) {
            return List.of();
        }
        List<Srv> parsed = new ArrayList<>();
        if (records != null) {
            for (Object text : Collections.list(records.getAll())) {
                parsed.add(Srv.parse(text.toString()));
            }
        }
        return parsed.stream()
                .sorted(Comparator.comparingInt(Srv::priority))
                .map(srv -> new Endpoint(tls, srv.host(), srv.port()))
                .toList();
    }

    /** Not through InitialContext, which application servers replace by their own. */
    private DirContext dns() throws NamingException {
        InitialContextFactory factory =
                ServiceLoader.load(InitialContextFactory.class, ClassLoader.getPlatformClassLoader()).stream()
                        .filter(provider -> provider.type().getName().equals(DNS))
                        .findFirst()
                        .orElseThrow(() -> new NamingException("this JDK has no module jdk.naming.dns"))
                        .get();
        Hashtable<String, String> environment = new Hashtable<>(Map.of(
                Context.PROVIDER_URL,
                "dns:",
                "com.sun.jndi.dns.timeout.initial",
                TIMEOUT,
                "com.sun.jndi.dns.timeout.retries",
                ATTEMPTS));
        environment.putAll(settings);
        return (DirContext) factory.getInitialContext(environment);
    }

    private static String reason(NamingException e) {
        Throwable cause = e.getRootCause();
        return cause == null ? e.toString() : cause.toString();
    }

    @Override
    public String toString() {
        return "the members that DNS lists for " + domain;
    }

    /** A record: priority, weight, port, target. */
    private record Srv(int priority, int port, String host) {

        static Srv parse(String text) throws NamingException {
            String[] fields = text.trim().split("\\s+");
            if (fields.length != 4) {
                throw new NamingException("this is no SRV record: " + text);
            }
            return new Srv(
                    Integer.parseInt(fields[0]), Integer.parseInt(fields[2]), fields[3].replaceFirst("\\.$", ""));
        }
    }
}
