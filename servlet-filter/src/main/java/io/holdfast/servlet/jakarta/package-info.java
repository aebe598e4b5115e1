/**
 * The protected resource as a filter for {@code jakarta.servlet}: Servlet 5.0 and newer.
 *
 * <p>Public API: every public type.
 */
package io.holdfast.servlet.jakarta;
