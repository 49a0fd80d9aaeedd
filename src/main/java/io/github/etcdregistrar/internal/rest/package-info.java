/** MicroProfile Rest Client with {@code etcd://} URIs, through the specification's own interfaces. */
package io.github.etcdregistrar.internal.rest;
