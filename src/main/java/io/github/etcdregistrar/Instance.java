package io.github.etcdregistrar;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An instance of a service.
 *
 * @param name the service's name
 * @param id a UUID, new at every start of the application
 * @param ip the address at which others reach this host
 * @param pid the id of the process, which several applications can share
 * @param host the host's name
 * @param port the port of the service, if known
 * @param url the URL of the service, if known
 * @param started when the application started
 * @param attributes optional attributes
 */
public record Instance(
        String name,
        String id,
        String ip,
        long pid,
        String host,
        OptionalInt port,
        Optional<URI> url,
        Instant started,
        Attributes attributes) {}
