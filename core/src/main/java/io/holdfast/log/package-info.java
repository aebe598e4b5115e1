/** Bounds on log entries that strangers can cause, so that the log stays readable under attack. */
package io.holdfast.log;
