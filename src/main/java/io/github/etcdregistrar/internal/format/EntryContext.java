package io.github.etcdregistrar.internal.format;

import io.github.etcdregistrar.Instance;
import java.net.URI;
import java.util.Map;

/**
 * Where an instance is reached, in the forms that formats need; refuses what is missing.
 *
 * @param format the format
 * @param instance the instance
 * @param prefix the pattern of the prefix
 * @param lease the id of the lease
 */
record EntryContext(WireFormat format, Instance instance, String prefix, long lease) {

    /** The address with the port: {@code 10.0.0.5:8080} or {@code [fd00::5]:8080}. */
    String address() {
        String ip = instance.ip();
        return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port();
    }

    int port() {
        return instance.port().orElseThrow(() -> refusal("needs a port, and the server does not tell it", "port"));
    }

    /** The URL without its path; without a URL that of HTTP at the address. */
    String origin() {
        return instance.url().map(this::origin).orElseGet(() -> "http://" + address());
    }

    private String origin(URI url) {
        if (url.getScheme() == null || url.getRawAuthority() == null) {
            throw refusal("cannot use the URL " + url + ", which has no scheme or no host", "url");
        }
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    /** One entry below the prefix. */
    Map<String, String> entry(Object key, String value) {
        return Map.of(new KeyPattern("{prefix}", prefix).keyOf(instance) + "/" + key, value);
    }

    IllegalStateException refusal(String why, String property) {
        return new IllegalStateException("the format " + format.id() + " " + why + ": set etcd.registrar." + property);
    }
}
