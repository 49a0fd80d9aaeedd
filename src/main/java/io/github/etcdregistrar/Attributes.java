package io.github.etcdregistrar;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Optional attributes of an instance, as configured.
 *
 * @param version the version of the service
 * @param zone the zone in which it runs
 * @param weight its share of the load relative to other instances, from 1 on
 * @param tags words by which it can be chosen
 * @param metadata any other attributes
 */
public record Attributes(
        Optional<String> version,
        Optional<String> zone,
        OptionalInt weight,
        List<String> tags,
        Map<String, String> metadata) {}
