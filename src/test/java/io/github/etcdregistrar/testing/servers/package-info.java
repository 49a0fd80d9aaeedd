/**
 * Real application servers as plain processes, each with a directory and ports of its own on loopback: what tests
 * deploy to, stop, kill and freeze.
 */
package io.github.etcdregistrar.testing.servers;
