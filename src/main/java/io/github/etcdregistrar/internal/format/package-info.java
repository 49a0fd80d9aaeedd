/** What an instance looks like in etcd, for each kind of reader. */
package io.github.etcdregistrar.internal.format;
