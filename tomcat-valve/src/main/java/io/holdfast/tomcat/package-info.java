/**
 * The protected resource as a valve for Tomcat 8.5, 9.0, 10.1 and 11.0.
 *
 * <p>Public API: every public type.
 */
package io.holdfast.tomcat;
