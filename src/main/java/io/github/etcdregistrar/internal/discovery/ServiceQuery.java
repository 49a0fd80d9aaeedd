package io.github.etcdregistrar.internal.discovery;

import java.util.Optional;

/**
 * What is looked for, and where.
 *
 * @param name the name of the service
 * @param prefix what all keys of its instances begin with
 * @param reader reads an entry below the prefix
 * @param zone the zone whose instances come first
 */
public record ServiceQuery(String name, String prefix, InstanceReader reader, Optional<String> zone) {}
