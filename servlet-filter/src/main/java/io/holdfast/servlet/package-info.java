/**
 * Parts that the filters of both servlet namespaces share.
 *
 * <p>Internal: no application calls it.
 */
package io.holdfast.servlet;
