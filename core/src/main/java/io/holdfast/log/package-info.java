/**
 * Bounds on log entries that strangers can cause, so that the log stays readable under attack.
 *
 * <p>Internal: no application calls it.
 */
package io.holdfast.log;
