package io.github.etcdregistrar.etcd;

/** The same of the bundle, which is what integration tests run against. */
class BundledTlsIT extends TlsTest {}
