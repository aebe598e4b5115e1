/**
 * The settings of a protected resource: one vocabulary, one table and one parser for every source.
 *
 * <p>Internal: no application calls it.
 */
package io.holdfast.config;
