package io.github.etcdregistrar;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * This instance of a service.
 *
 * @param name the service's name
 * @param id a UUID, made anew at every start of the application
 * @param ip the address at which this host is reached
 * @param pid the id of the process, which several applications can share
 * @param host the host's name
 * @param port the port at which the service is reached, where known
 * @param url the address of the service, where known
 * @param started when the application started
 * @param attributes what else is configured to be told
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
