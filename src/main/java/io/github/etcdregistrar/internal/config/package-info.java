/** Configuration: reads {@code etcd.registrar.*} from MicroProfile Config, checks it, and makes records of it. Knows no CDI. */
package io.github.etcdregistrar.internal.config;
