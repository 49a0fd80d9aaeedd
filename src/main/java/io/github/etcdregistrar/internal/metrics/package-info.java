/**
 * Figures for those who watch: fed by what the registration tells and by its status in memory, and shown by whatever the
 * server has, MicroProfile Metrics, MicroProfile Telemetry, both or neither. No class here is a bean: what names an API
 * that may be absent is linked behind a guard only.
 */
package io.github.etcdregistrar.internal.metrics;
