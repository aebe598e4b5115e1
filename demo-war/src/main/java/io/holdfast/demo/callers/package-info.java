/**
 * Limits the demo to callers on its own machine, unless its operator lets others in.
 *
 * <p>Internal: a WAR to run, and no library.
 */
package io.holdfast.demo.callers;
