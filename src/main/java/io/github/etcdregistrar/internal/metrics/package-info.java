/**
 * Metrics: fed by events of the registration and its status in memory, and shown by MicroProfile Metrics,
 * MicroProfile Telemetry, both or neither. No class here is a bean: a class that names an API which may be absent is
 * linked behind a guard only.
 */
package io.github.etcdregistrar.internal.metrics;
