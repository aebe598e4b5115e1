/**
 * The settings of the demo, read from its context parameters.
 *
 * <p>Internal: a WAR to run, and no library.
 */
package io.holdfast.demo.settings;
