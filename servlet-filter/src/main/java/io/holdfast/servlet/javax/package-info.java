/** The protected resource as a filter for {@code javax.servlet}: Servlet 3.1 and 4.0. */
package io.holdfast.servlet.javax;
