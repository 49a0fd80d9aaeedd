package io.github.etcdregistrar.internal.address;

/** Why an address is a candidate, the best reason first. */
enum AddressRank {
    ON_ROUTE("on the route to etcd"),
    /** For an etcd on the loopback, which does not tell how others reach this machine. */
    ON_DEFAULT_ROUTE("on the default route"),
    /** For example of the other family. */
    BESIDE_ROUTE("on the same interface as the route"),
    UP("on an interface that is up"),
    /** The loopback; or a link-local IPv4 address, if a rule includes it. */
    LAST_RESORT("as the last resort");

    private final String text;

    AddressRank(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
