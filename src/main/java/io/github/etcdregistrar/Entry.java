package io.github.etcdregistrar;

/**
 * A key as it stands in etcd.
 *
 * @param key the key
 * @param value its value
 * @param lease the id of the lease it stands under, 0 if none
 * @param createRevision etcd's revision at which the key came into being; it stays when the value is overwritten
 * @param modRevision etcd's revision of the last change
 */
public record Entry(String key, String value, long lease, long createRevision, long modRevision) {

    /** Without the value, which can be anything. */
    @Override
    public String toString() {
        return key + " under lease " + Long.toHexString(lease) + " since revision " + createRevision;
    }
}
