package io.github.etcdregistrar;

/**
 * A key with its value, as etcd holds it.
 *
 * @param key the key
 * @param value its value
 * @param lease the id of its lease, 0 if none
 * @param createRevision etcd's revision at which the key was created; it stays when the value is overwritten
 * @param modRevision etcd's revision of the last change
 */
public record Entry(String key, String value, long lease, long createRevision, long modRevision) {

    /** Leaves the value out, which can be anything. */
    @Override
    public String toString() {
        return key + " under lease " + Long.toHexString(lease) + " since revision " + createRevision;
    }
}
