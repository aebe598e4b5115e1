/**
 * The protected resource as a filter for {@code javax.servlet}: Servlet 3.1 and 4.0.
 *
 * <p>Public API: every public type.
 */
package io.holdfast.servlet.javax;
