/**
 * The settings of a protected resource: one vocabulary, one table, one parser, whatever the settings are written in.
 */
package io.holdfast.config;
