/**
 * Takes the place of the JDK's module {@code jdk.net} in the jars with everything inside. HttpClient loads that module's
 * classes with its first connection, though Holdfast uses none of the socket options there; WildFly does not show them to
 * an application, and a runtime image may lack them. Nothing in Holdfast calls these classes.
 *
 * <p>Internal: no application calls it.
 */
package io.holdfast.shaded.jdk.net;
