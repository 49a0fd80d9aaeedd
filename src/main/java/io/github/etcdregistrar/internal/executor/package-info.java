/** Repeats tasks on an executor. */
package io.github.etcdregistrar.internal.executor;
