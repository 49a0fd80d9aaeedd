/** What an instance looks like in etcd, for each of those who read it there. */
package io.github.etcdregistrar.internal.format;
