package io.github.etcdregistrar.servers.apps;

import jakarta.enterprise.context.ApplicationScoped;

/** Makes an application one with CDI, if it has nothing else. */
@ApplicationScoped
public class PlainBean {}
