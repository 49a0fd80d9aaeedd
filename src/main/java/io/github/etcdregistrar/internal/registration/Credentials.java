package io.github.etcdregistrar.internal.registration;

/**
 * Who we are to etcd.
 *
 * @param user the user's name
 * @param password the user's password
 */
public record Credentials(String user, Secret password) {}
