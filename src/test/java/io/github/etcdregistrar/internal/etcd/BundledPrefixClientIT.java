package io.github.etcdregistrar.internal.etcd;

/** The same of the bundle, which is what integration tests run against. */
class BundledPrefixClientIT extends GrpcPrefixClientTest {}
