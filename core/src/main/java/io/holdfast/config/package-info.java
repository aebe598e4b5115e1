/** The settings of a protected resource: one vocabulary, one table and one parser for every source. */
package io.holdfast.config;
