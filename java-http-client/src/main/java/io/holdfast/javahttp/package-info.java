/**
 * The key ring in the JDK's {@code java.net.http.HttpClient}.
 *
 * <p>Public API: every public type.
 */
package io.holdfast.javahttp;
