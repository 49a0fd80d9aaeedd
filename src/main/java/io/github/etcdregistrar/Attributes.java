package io.github.etcdregistrar;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is told of an instance by those who configure it.
 *
 * @param version the version of what it runs, if configured
 * @param zone where it runs, if configured
 * @param weight its share of the load, relative to the other instances, if configured; from 1 on
 * @param tags what it can be chosen by
 * @param metadata whatever else is to be told
 */
public record Attributes(
        Optional<String> version,
        Optional<String> zone,
        OptionalInt weight,
        List<String> tags,
        Map<String, String> metadata) {}
