package io.github.etcdregistrar.internal.address;

/** What speaks for an address, the best first. */
enum AddressRank {
    ON_ROUTE("on the route to etcd"),
    /** Counts where etcd is reached over the loopback, which tells nobody how to reach this machine. */
    ON_DEFAULT_ROUTE("on the default route"),
    /** Of the other family, for example. */
    BESIDE_ROUTE("on the same interface as the route"),
    UP("on an interface that is up"),
    /** The loopback; or an IPv4 address that the machine gave itself, where a rule wants it. */
    LAST_RESORT("for want of another");

    private final String text;

    AddressRank(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
