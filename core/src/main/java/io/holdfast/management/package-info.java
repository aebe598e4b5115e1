/**
 * Views of what is going on in the platform's MBean server, which end with what they show.
 *
 * <p>Internal: no application calls it.
 */
package io.holdfast.management;
